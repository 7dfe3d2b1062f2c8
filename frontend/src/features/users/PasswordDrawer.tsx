import { useLayoutEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiError, asApiError } from '../../api/error';
import type { User } from '../../api/types';
import { ExpiryField } from '../../ui/ExpiryField';
import { errorSentence } from '../../ui/errorText';
import { type Expiry, expiryFault, expiryWord } from '../../ui/expiry';
import { FormDrawer } from '../../ui/FormDrawer';
import { useRootDialog } from '../../ui/RootDialog';
import { toast } from '../../ui/toast';
import { minimumLength } from '../entry/strength';
import { editUser, useKeepUser } from './calls';
import { PasswordChoiceField } from './PasswordChoiceField';
import { PasswordDialog } from './PasswordDialog';
import { isTooShort, type PasswordChoice, passwordOf } from './password';
import { useRole } from './useRole';

interface PasswordForm {
  password: PasswordChoice;
  expires: Expiry;
}

const empty: PasswordForm = { password: { kind: 'made' }, expires: { kind: 'span', span: '90d' } };

interface PasswordDrawerProps {
  item: User;
  open: boolean;
  onClose: () => void;
}

/** A new password with the date it is good until. */
export function PasswordDrawer({ item, open, onClose }: PasswordDrawerProps) {
  const { t } = useTranslation(['users', 'common']);
  const keep = useKeepUser();
  const dialog = useRootDialog();
  const { isOwn } = useRole();
  const [form, setForm] = useState(empty);
  const [faults, setFaults] = useState<{ password?: string; expires?: string }>({});
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  useLayoutEffect(() => {
    if (!open) setForm(empty);
    setFaults({});
    setError(null);
  }, [open]);

  const set = (change: Partial<PasswordForm>) => {
    setForm({ ...form, ...change });
    setFaults({});
    setError(null);
  };
  const submit = async () => {
    const wrong: typeof faults = {};
    if (isTooShort(form.password)) wrong.password = t('users:form.required.short', { count: minimumLength });
    const late = expiryFault(form.expires, Date.now());
    if (late) wrong.expires = t(`common:${late}`);
    setFaults(wrong);
    const password = passwordOf(form.password);
    if (Object.keys(wrong).length > 0 || password === undefined) return;

    const made = form.password.kind === 'made';
    setBusy(true);
    setError(null);
    try {
      const passwordExpires = expiryWord(form.expires) ?? 'never';
      const user = await editUser(item.id, { password, passwordExpires, version: item.version });
      onClose();
      if (made) dialog.keep(<PasswordDialog user={user} password={password} onClose={dialog.close} />);
      else toast(t('users:done.password', { name: user.username }));
      keep(user);
    } catch (cause) {
      const refusal = asApiError(cause);
      if (refusal.field === 'password') setFaults({ password: errorSentence(refusal) });
      else if (refusal.field === 'passwordExpires') setFaults({ expires: errorSentence(refusal) });
      else setError(refusal);
    } finally {
      setBusy(false);
    }
  };

  return (
    <FormDrawer
      open={open}
      title={t('users:password.title', { name: item.username })}
      onClose={onClose}
      onSubmit={submit}
      action={t('users:password.action')}
      busy={busy}
      unsaved={form !== empty}
      faults={faults}
      error={error}
      consequence={t(
        isOwn(item)
          ? 'users:password.own'
          : item.hasPassword
            ? 'users:password.consequence'
            : 'users:password.first',
      )}
    >
      <PasswordChoiceField
        value={form.password}
        onChange={(password) => set({ password })}
        error={faults.password}
        personal={[item.username, item.firstName, item.lastName, item.email]}
        mayBeNone={false}
      />
      <ExpiryField
        value={form.expires}
        onChange={(expires) => set({ expires })}
        error={faults.expires ?? null}
        neverWarning={t('users:password.never')}
      />
    </FormDrawer>
  );
}
