import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { CircleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiError, asApiError } from '../../api/error';
import { Note } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { errorSentence } from '../../ui/errorText';
import { enter } from './enter';
import { PasswordField } from './PasswordField';
import { StrengthMeter } from './StrengthMeter';
import { minimumLength, strengthOf } from './strength';

interface SetupFormProps {
  token: string;
  /** The link cannot make an owner: it is used or too old, or there is an owner already. */
  onRefused: (why: 'used' | 'taken') => void;
  onMade: () => void;
}

const fields = ['username', 'password', 'firstName', 'lastName'] as const;

export function SetupForm({ token, onRefused, onMade }: SetupFormProps) {
  const { t } = useTranslation('entry');
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useForm({
    initialValues: { username: '', password: '', firstName: '', lastName: '' },
    validate: {
      username: (value) => (value.trim() ? null : t('required.username')),
      password: (value) =>
        [...value].length >= minimumLength ? null : t('setup.tooShort', { count: minimumLength }),
    },
  });
  const { username, password, firstName, lastName } = form.values;

  const submit = form.onSubmit(async (values) => {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await enter.setUp({
        token,
        username: values.username.trim(),
        password: values.password,
        ...(values.firstName.trim() && { firstName: values.firstName.trim() }),
        ...(values.lastName.trim() && { lastName: values.lastName.trim() }),
      });
      onMade();
    } catch (cause) {
      const refused = asApiError(cause);
      const field = fields.find((name) => name === refused.field);
      if (refused.code === 'unauthenticated') onRefused('used');
      else if (refused.code === 'conflict') onRefused('taken');
      else if (field) form.setFieldError(field, errorSentence(refused));
      else setError(refused);
    } finally {
      setBusy(false);
    }
  });

  return (
    <form onSubmit={submit} noValidate>
      {error && (
        <Note tone="danger" icon={CircleAlert} role="alert">
          {errorSentence(error)}
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
        label={t('password')}
        name="password"
        autoComplete="new-password"
        description={
          <StrengthMeter
            strength={strengthOf(password, [username, firstName, lastName])}
            length={[...password].length}
          />
        }
        {...form.getInputProps('password')}
      />
      <div className="two">
        <TextInput
          label={
            <>
              {t('setup.firstName')} <span className="opt">{t('setup.optional')}</span>
            </>
          }
          name="given-name"
          autoComplete="given-name"
          {...form.getInputProps('firstName')}
        />
        <TextInput
          label={
            <>
              {t('setup.lastName')} <span className="opt">{t('setup.optional')}</span>
            </>
          }
          name="family-name"
          autoComplete="family-name"
          {...form.getInputProps('lastName')}
        />
      </div>
      <Button type="submit" look="primary" wide aria-disabled={busy}>
        {busy ? t('setup.busy') : t('setup.action')}
      </Button>
      <p className="t3 s12 below">{t('setup.about')}</p>
    </form>
  );
}
