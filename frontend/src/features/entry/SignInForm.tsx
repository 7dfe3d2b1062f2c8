import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { CircleAlert } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiError, asApiError } from '../../api/error';
import { Note } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { errorSentence } from '../../ui/errorText';
import { enter } from './enter';
import { PasswordField } from './PasswordField';
import { StrengthMeter } from './StrengthMeter';
import { strengthOf } from './strength';
import { useCountdown } from './useCountdown';

/** What is asked: the password, then a code of whoever has a second factor, then a new password where that is too old. */
type Step = 'password' | 'code' | 'renew';

interface SignInFormProps {
  onSignedIn: () => void;
  signIn?: typeof enter.signIn;
  /** Who is known to come. */
  username?: string;
  /** What the last button does, where that is more than to sign in. */
  action?: string;
  /** For who does not know the password any more. */
  forgotten?: ReactNode;
}

export function SignInForm({
  onSignedIn,
  signIn = enter.signIn,
  username: known = '',
  action,
  forgotten,
}: SignInFormProps) {
  const { t } = useTranslation('entry');
  const [step, setStep] = useState<Step>('password');
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const pause = useCountdown();
  const password = useRef<HTMLInputElement>(null);
  const code = useRef<HTMLInputElement>(null);
  const form = useForm({
    initialValues: { username: known, password: '', code: '', newPassword: '' },
    validate: {
      username: (value) => (value.trim() ? null : t('required.username')),
      password: (value) => (value ? null : t('required.password')),
      code: (value) => (step === 'code' && !value.trim() ? t('required.code') : null),
      newPassword: (value) => (step === 'renew' && !value ? t('required.newPassword') : null),
    },
  });
  const { username, newPassword } = form.values;

  const submit = form.onSubmit(async (values) => {
    if (busy || pause.left > 0) return;
    setBusy(true);
    setError(null);
    try {
      await signIn({
        username: values.username,
        password: values.password,
        ...(values.code.trim() && { code: values.code.trim() }),
        ...(step === 'renew' && { newPassword: values.newPassword }),
      });
      onSignedIn();
    } catch (cause) {
      const refused = asApiError(cause);
      // A code that was sent is used up: the step after it asks for the next one.
      if (refused.code === 'second_factor') return setStep('code');
      if (refused.code === 'password_expired') return setStep('renew');
      if (refused.field === 'newPassword') {
        return form.setFieldError('newPassword', errorSentence(refused));
      }
      setError(refused);
      if (refused.retryAfter) pause.start(refused.retryAfter);
      (step === 'code' ? code : password).current?.select();
    } finally {
      setBusy(false);
    }
  });
  const back = () => {
    form.setValues({ password: '', code: '', newPassword: '' });
    setError(null);
    setStep('password');
  };

  return (
    <form className="signin" onSubmit={submit} noValidate>
      {error && (
        <Note tone={error.code === 'rate_limited' ? 'warn' : 'danger'} icon={CircleAlert} role="alert">
          <Refusal error={error} left={pause.left} step={step} />
        </Note>
      )}
      {step === 'password' && (
        <>
          <TextInput
            label={t('username')}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            autoFocus={known === ''}
            {...form.getInputProps('username')}
          />
          <PasswordField
            ref={password}
            label={t('password')}
            name="password"
            autoComplete="current-password"
            autoFocus={known !== ''}
            data-autofocus={known !== '' || undefined}
            {...form.getInputProps('password')}
          />
        </>
      )}
      {step === 'code' && (
        <TextInput
          ref={code}
          label={t('signIn.code')}
          description={t('signIn.codeHint')}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          name="code"
          autoComplete="one-time-code"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          autoFocus
          {...form.getInputProps('code')}
        />
      )}
      {step === 'renew' && (
        <>
          <p className="t2">{t('signIn.tooOld')}</p>
          <PasswordField
            label={t('signIn.newPassword')}
            name="new-password"
            autoComplete="new-password"
            autoFocus
            description={
              <StrengthMeter
                strength={strengthOf(newPassword, [username])}
                length={[...newPassword].length}
              />
            }
            {...form.getInputProps('newPassword')}
          />
        </>
      )}
      <Button type="submit" look="primary" wide aria-disabled={busy || pause.left > 0}>
        {busy ? t('signIn.busy') : (action ?? t(step === 'renew' ? 'signIn.renew' : 'signIn.action'))}
      </Button>
      {step === 'password' ? (
        (forgotten ?? <p className="t3 s12 below">{t('signIn.forgotten')}</p>)
      ) : (
        <>
          <p className="t3 s12 below">{t(step === 'code' ? 'signIn.noPhone' : 'signIn.renewHint')}</p>
          <Button look="quiet" wide onClick={back}>
            {t('signIn.back')}
          </Button>
        </>
      )}
    </form>
  );
}

function Refusal({ error, left, step }: { error: ApiError; left: number; step: Step }) {
  const { t } = useTranslation('entry');
  if (error.code === 'rate_limited' && error.retryAfter) {
    return <>{left > 0 ? t('signIn.wait', { count: left }) : t('signIn.mayAgain')}</>;
  }
  if (error.code === 'unauthenticated')
    return <>{t(step === 'code' ? 'signIn.wrongCode' : 'signIn.wrong')}</>;
  return <>{errorSentence(error)}</>;
}
