import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { type ApiError, asApiError } from '../../api/error';
import type { User } from '../../api/types';
import { errorSentence } from '../../ui/errorText';
import { FormDrawer } from '../../ui/FormDrawer';
import { useRootDialog } from '../../ui/RootDialog';
import { toast } from '../../ui/toast';
import { minimumLength } from '../entry/strength';
import { createUser, type UserCreate, useKeepUser } from './calls';
import { PasswordChoiceField } from './PasswordChoiceField';
import { PasswordDialog } from './PasswordDialog';
import { OperatorField, ProfileFields } from './ProfileFields';
import { isTooShort, type PasswordChoice, passwordOf } from './password';
import { useRole } from './useRole';
import { emptyProfile, type Profile, profileFaults, textFields } from './userForm';

interface CreateForm extends Profile {
  password: PasswordChoice;
}

const empty: CreateForm = { ...emptyProfile, password: { kind: 'none' } };

interface CreateUserDrawerProps {
  open: boolean;
  onClose: () => void;
  onCreated: (user: User) => void;
}

/** Stays mounted while it is closed, so that nothing typed is lost by a stray Esc. */
export function CreateUserDrawer({ open, onClose, onCreated }: CreateUserDrawerProps) {
  const { t } = useTranslation('users');
  const keep = useKeepUser();
  const dialog = useRootDialog();
  const { owner } = useRole();
  const [form, setForm] = useState(empty);
  const [faults, setFaults] = useState<Partial<Record<keyof CreateForm, string>>>({});
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);

  const set = (change: Partial<CreateForm>) => {
    setForm({ ...form, ...change });
    setFaults(
      Object.fromEntries(Object.entries(faults).filter(([field]) => !Object.keys(change).includes(field))),
    );
    setError(null);
  };
  const find = () => {
    const wrong: typeof faults = Object.fromEntries(
      Object.entries(profileFaults(form)).map(([field, name]) => [field, t(`form.required.${name}`)]),
    );
    if (isTooShort(form.password)) wrong.password = t('form.required.short', { count: minimumLength });
    if (form.operator !== 'none' && form.password.kind === 'none')
      wrong.password = t('form.required.password');
    return wrong;
  };

  const submit = async () => {
    const wrong = find();
    setFaults(wrong);
    setError(null);
    if (Object.keys(wrong).length > 0) return;

    const body: UserCreate = { username: form.username.trim() };
    for (const field of textFields) {
      if (form[field].trim()) body[field] = form[field].trim();
    }
    if (form.operator !== 'none') body.operator = form.operator;
    const password = passwordOf(form.password);
    if (password !== undefined) body.password = password;
    setBusy(true);
    try {
      const user = await createUser(body);
      const made = form.password.kind === 'made' ? password : undefined;
      setForm(empty);
      keep(user);
      onCreated(user);
      if (made) dialog.keep(<PasswordDialog user={user} password={made} onClose={dialog.close} />);
      else toast(t('done.created', { name: user.username }));
    } catch (cause) {
      const refusal = asApiError(cause);
      if (refusal.field in form) setFaults({ [refusal.field]: errorSentence(refusal) });
      else setError(refusal);
    } finally {
      setBusy(false);
    }
  };

  const name = form.username.trim();
  const outcome =
    form.operator !== 'none' ? 'operator' : form.password.kind === 'none' ? 'keysOnly' : 'login';
  return (
    <FormDrawer
      open={open}
      title={t('form.title')}
      onClose={onClose}
      onSubmit={submit}
      action={t('create')}
      busy={busy}
      unsaved={form.username !== ''}
      keeps
      faults={faults}
      error={error}
      consequence={
        name === '' ? (
          t('form.consequence.incomplete')
        ) : (
          <Trans
            t={t}
            i18nKey={`form.consequence.${outcome}`}
            values={{ name, role: t(`role.${form.operator}`) }}
            components={{ b: <b className="strong" /> }}
          />
        )
      }
    >
      <ProfileFields value={form} onChange={set} faults={faults} />
      <PasswordChoiceField
        value={form.password}
        onChange={(password) => set({ password })}
        error={faults.password}
        personal={[form.username, form.firstName, form.lastName, form.email]}
        mayBeNone
      />
      {owner && (
        <OperatorField
          value={form.operator}
          onChange={(operator) => set({ operator })}
          error={faults.operator}
          owner
        />
      )}
    </FormDrawer>
  );
}
