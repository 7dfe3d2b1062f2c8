import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError } from '../../api/error';
import type { User } from '../../api/types';
import { errorSentence } from '../../ui/errorText';
import { FormDrawer } from '../../ui/FormDrawer';
import { toast } from '../../ui/toast';
import { VersionConflict } from '../../ui/VersionConflict';
import { useEditUser } from './calls';
import { OperatorField, ProfileFields } from './ProfileFields';
import { useRole } from './useRole';
import { type Profile, profileChange, profileFaults, profileOf, textFields } from './userForm';

interface EditUserDrawerProps {
  item: User;
  open: boolean;
  onClose: () => void;
}

export function EditUserDrawer({ item, open, onClose }: EditUserDrawerProps) {
  const { t } = useTranslation('users');
  const save = useEditUser();
  const { owner } = useRole();
  // The user as it was when the form was opened: what it is compared with, however the list goes on.
  const [base, setBase] = useState(item);
  const [form, setForm] = useState(() => profileOf(item));
  const [faults, setFaults] = useState<Partial<Record<keyof Profile, string>>>({});

  const start = (user: User) => {
    setBase(user);
    setForm(profileOf(user));
    setFaults({});
    save.reset();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: at opening; a later answer must not undo what is typed
  useEffect(() => {
    if (open) start(item);
  }, [open, item.id]);

  const set = (change: Partial<Profile>) => {
    setForm({ ...form, ...change });
    setFaults({});
    save.reset();
  };
  const patch = profileChange(form, profileOf(base));
  const changed = Object.keys(patch).length > 0;
  const refusal = save.error ? asApiError(save.error) : null;
  const current = refusal?.current ? (refusal.current as unknown as User) : null;
  // That an operator needs a password is said at the role: there is no password in this form.
  const fieldOf = (name: string) => (name === 'password' ? 'operator' : name);
  const inField = refusal !== null && fieldOf(refusal.field) in form;

  const send = (version: number) =>
    save.mutate(
      { id: item.id, patch: { ...patch, version } },
      {
        onSuccess: (user) => {
          toast(t('done.saved', { name: user.username }));
          onClose();
        },
        onError: (cause) => {
          const error = asApiError(cause);
          const field = fieldOf(error.field);
          if (field in form) setFaults({ [field]: errorSentence(error) });
        },
      },
    );
  const submit = () => {
    const wrong = Object.entries(profileFaults(form));
    setFaults(Object.fromEntries(wrong.map(([field, name]) => [field, t(`form.required.${name}`)])));
    if (wrong.length === 0) send(base.version);
  };

  const consequence = () => {
    if (!changed) return t('form.nothing');
    return [
      patch.username && t('form.renamed'),
      patch.operator === 'none' && t('form.demoted'),
      patch.operator &&
        patch.operator !== 'none' &&
        t('form.promoted', { role: t(`role.${patch.operator}`) }),
      t('form.changes'),
    ]
      .filter(Boolean)
      .join(' ');
  };
  const shown = (profile: Profile, field: keyof Profile) =>
    field === 'operator' ? t(`role.${profile.operator}`) : profile[field];
  return (
    <FormDrawer
      open={open}
      title={t('form.editTitle', { name: base.username })}
      onClose={onClose}
      onSubmit={submit}
      action={t('form.save')}
      busy={save.isPending}
      unsaved={changed}
      disabled={!changed}
      faults={faults}
      error={current || inField ? null : refusal}
      consequence={consequence()}
    >
      {current && (
        <VersionConflict
          rows={([...textFields, 'operator'] as const)
            .filter((field) => field in patch)
            .map((field) => ({
              label: t(`form.${field}`),
              mine: shown(form, field),
              theirs: shown(profileOf(current), field),
            }))}
          words={t('conflict', { returnObjects: true })}
          onTake={() => start(current)}
          onKeep={() => send(current.version)}
        />
      )}
      <ProfileFields value={form} onChange={set} faults={faults} />
      <OperatorField
        value={form.operator}
        onChange={(operator) => set({ operator })}
        error={faults.operator}
        owner={owner}
      />
    </FormDrawer>
  );
}
