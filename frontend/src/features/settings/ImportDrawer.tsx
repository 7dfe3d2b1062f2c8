import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import { type ApiError, asApiError } from '../../api/error';
import type { SigningKeyUse } from '../../api/types';
import { errorSentence } from '../../ui/errorText';
import { FieldLabel } from '../../ui/FieldLabel';
import { FormDrawer } from '../../ui/FormDrawer';
import { toast } from '../../ui/toast';
import { PasswordField } from '../entry/PasswordField';
import { useRenewSigningKeys } from './calls';

interface ImportDrawerProps {
  use: SigningKeyUse;
  alg: string;
  onClose: () => void;
}

/** As many bytes as the hash gives: a shorter key would weaken it. */
const least: Record<SigningKeyUse, number> = { machine: 48, user: 32 };

/** Mounted while it is open only: what is typed is gone with it, and no cache of requests has held it. */
export function ImportDrawer({ use, alg, onClose }: ImportDrawerProps) {
  const { t } = useTranslation('settings');
  const renew = useRenewSigningKeys();
  const [secret, setSecret] = useState('');
  const [busy, setBusy] = useState(false);
  const [faults, setFaults] = useState<{ secret?: string }>({});
  const [refusal, setRefusal] = useState<ApiError | null>(null);

  const type = (text: string) => {
    setSecret(text);
    setFaults({});
    setRefusal(null);
  };
  const submit = async () => {
    setRefusal(null);
    if (secret === '') return setFaults({ secret: t('import.required') });
    setFaults({});
    setBusy(true);
    try {
      const { id } = await take(api.POST('/api/v1/signing-keys', { body: { use, secret } }));
      renew();
      toast(t('import.done', { id }));
      onClose();
    } catch (cause) {
      const error = asApiError(cause);
      if (error.field === 'secret') setFaults({ secret: errorSentence(error) });
      else setRefusal(error);
      setBusy(false);
    }
  };
  return (
    <FormDrawer
      open
      title={t(`import.title.${use}`)}
      onClose={onClose}
      onSubmit={submit}
      action={t('import.action')}
      busy={busy}
      unsaved={secret !== ''}
      faults={faults}
      error={refusal}
      consequence={t('import.consequence')}
    >
      <PasswordField
        label={<FieldLabel text={t('import.secret')} aside={t('import.aside')} />}
        description={t('import.hint', { least: least[use], alg })}
        value={secret}
        onChange={(event) => type(event.currentTarget.value)}
        error={faults.secret}
        autoComplete="off"
        data-autofocus
      />
    </FormDrawer>
  );
}
