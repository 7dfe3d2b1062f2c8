import { useLayoutEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDrawer } from '../../ui/FormDrawer';
import { toast } from '../../ui/toast';
import { PasswordField } from '../entry/PasswordField';
import { StrengthMeter } from '../entry/StrengthMeter';
import { strengthOf } from '../entry/strength';
import { secretly, useRenewMe } from './calls';
import { useSecretAct } from './useSecretAct';

interface OwnPasswordDrawerProps {
  open: boolean;
  personal: readonly string[];
  onClose: () => void;
}

const empty = { current: '', password: '' };

/** A new password of one's own, by whoever knows the old one. */
export function OwnPasswordDrawer({ open, personal, onClose }: OwnPasswordDrawerProps) {
  const { t } = useTranslation('me');
  const renew = useRenewMe();
  const [form, setForm] = useState(empty);
  const act = useSecretAct(['current', 'password']);
  const { clear } = act;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only opening and closing empties the form
  useLayoutEffect(() => {
    setForm(empty);
    clear();
  }, [open]);

  const submit = () => {
    const wrong = {
      ...(!form.current && { current: t('password.required') }),
      ...(!form.password && { password: t('password.requiredNew') }),
    };
    if (Object.keys(wrong).length > 0) return act.setFaults(wrong);
    void act.run(async () => {
      await secretly.changePassword(form);
      onClose();
      toast(t('password.done'));
      await renew();
    });
  };
  return (
    <FormDrawer
      open={open}
      title={t('password.title')}
      onClose={onClose}
      onSubmit={submit}
      action={t('password.action')}
      busy={act.busy}
      unsaved={form !== empty}
      faults={act.faults}
      error={act.error}
      consequence={t('password.consequence')}
    >
      <PasswordField
        label={t('password.current')}
        name="current-password"
        autoComplete="current-password"
        data-autofocus
        value={form.current}
        onChange={(event) => setForm({ ...form, current: event.currentTarget.value })}
        error={act.faults.current}
      />
      <PasswordField
        label={t('password.next')}
        name="new-password"
        autoComplete="new-password"
        value={form.password}
        onChange={(event) => setForm({ ...form, password: event.currentTarget.value })}
        error={act.faults.password}
        description={
          <StrengthMeter strength={strengthOf(form.password, personal)} length={[...form.password].length} />
        }
      />
    </FormDrawer>
  );
}
