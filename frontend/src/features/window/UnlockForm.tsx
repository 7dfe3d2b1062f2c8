import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, asApiError } from '../../api/error';
import { host } from '../../platform';
import { Button } from '../../ui/Button';
import { errorSentence } from '../../ui/errorText';
import { PasswordField } from '../entry/PasswordField';

/**
 * Starts the core with what opens its store: the passphrase, or the recovery key. It goes to the core and is kept
 * nowhere; `onOpened` comes when the core answers.
 */
export function UnlockForm({ onOpened }: { onOpened: () => void }) {
  const { t } = useTranslation('window');
  const [passphrase, setPassphrase] = useState('');
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    if (busy) return;
    if (passphrase === '') {
      setError(new ApiError({ code: 'invalid', message: t('unlock.required') }));
      return;
    }
    setBusy(true);
    setError(null);
    try {
      await host.restartCore(passphrase);
      setPassphrase('');
      onOpened();
    } catch (cause) {
      setError(asApiError(cause));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="col"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <PasswordField
        label={t('unlock.label')}
        name="passphrase"
        autoComplete="current-password"
        autoFocus
        data-autofocus
        value={passphrase}
        error={error && errorSentence(error)}
        description={t('unlock.hint')}
        onChange={(event) => {
          setPassphrase(event.currentTarget.value);
          setError(null);
        }}
      />
      <Button type="submit" look="primary" wide aria-disabled={busy}>
        {t(busy ? 'unlock.busy' : 'unlock.action')}
      </Button>
    </form>
  );
}
