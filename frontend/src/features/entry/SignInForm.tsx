import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { CircleAlert } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiError, asApiError } from '../../api/error';
import { Note } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { errorSentence } from '../../ui/errorText';
import { enter } from './enter';
import { PasswordField } from './PasswordField';
import { useCountdown } from './useCountdown';

export function SignInForm({ onSignedIn }: { onSignedIn: () => void }) {
  const { t } = useTranslation('entry');
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const pause = useCountdown();
  const password = useRef<HTMLInputElement>(null);
  const form = useForm({
    initialValues: { username: '', password: '' },
    validate: {
      username: (value) => (value.trim() ? null : t('required.username')),
      password: (value) => (value ? null : t('required.password')),
    },
  });

  const submit = form.onSubmit(async (values) => {
    if (busy || pause.left > 0) return;
    setBusy(true);
    setError(null);
    try {
      await enter.signIn(values);
      onSignedIn();
    } catch (cause) {
      const refused = asApiError(cause);
      setError(refused);
      if (refused.retryAfter) pause.start(refused.retryAfter);
      password.current?.select();
    } finally {
      setBusy(false);
    }
  });

  return (
    <form onSubmit={submit} noValidate>
      {error && (
        <Note tone={error.code === 'rate_limited' ? 'warn' : 'danger'} icon={CircleAlert} role="alert">
          <Refusal error={error} left={pause.left} />
        </Note>
      )}
      <TextInput
        label={t('username')}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        autoFocus
        {...form.getInputProps('username')}
      />
      <PasswordField
        ref={password}
        label={t('password')}
        name="password"
        autoComplete="current-password"
        {...form.getInputProps('password')}
      />
      <Button type="submit" look="primary" wide aria-disabled={busy || pause.left > 0}>
        {busy ? t('signIn.busy') : t('signIn.action')}
      </Button>
      <p className="t3 s12 below">{t('signIn.forgotten')}</p>
    </form>
  );
}

function Refusal({ error, left }: { error: ApiError; left: number }) {
  const { t } = useTranslation('entry');
  if (error.code === 'rate_limited' && error.retryAfter) {
    return <>{left > 0 ? t('signIn.wait', { count: left }) : t('signIn.mayAgain')}</>;
  }
  if (error.code === 'unauthenticated') return <>{t('signIn.wrong')}</>;
  return <>{errorSentence(error)}</>;
}
