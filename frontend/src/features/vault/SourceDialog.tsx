import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { type ApiError, asApiError } from '../../api/error';
import { Note } from '../../ui/Banner';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { errorSentence } from '../../ui/errorText';
import { toast } from '../../ui/toast';
import { PasswordField } from '../entry/PasswordField';
import { type Source, type StoreKey, useRenewVault } from './calls';

interface SourceDialogProps {
  source: Source;
  from: StoreKey;
  onClose: () => void;
}

/** Mounted while it is open only: what is typed is gone with it, and no cache of requests has held it. */
export function SourceDialog({ source, from, onClose }: SourceDialogProps) {
  const { t } = useTranslation('vault');
  const renew = useRenewVault();
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [faults, setFaults] = useState<{ passphrase?: string; again?: string }>({});
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setRefusal(null);
    if (source === 'passphrase' && passphrase !== again) return setFaults({ again: t('store.differ') });
    setFaults({});
    setBusy(true);
    try {
      const body = source === 'passphrase' ? { source, passphrase } : { source };
      await api.PUT('/api/v1/store/source', { body });
      renew();
      toast(t('store.changed'));
      onClose();
    } catch (cause) {
      const error = asApiError(cause);
      if (error.field === 'passphrase') setFaults({ passphrase: errorSentence(error) });
      else setRefusal(error);
      setBusy(false);
    }
  };
  return (
    <ConfirmDialog
      open
      title={t(`store.changeTitle.${source}`)}
      lead={t(`store.changeText.${source}`)}
      action={t(`store.changeAction.${source}`)}
      busy={busy}
      error={refusal}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Note tone="warn" icon={TriangleAlert}>
        {t('store.changeLead')}
        {from.source === 'outside' && ` ${t('store.outsideNote', { where: from.where })}`}
      </Note>
      {source === 'passphrase' && (
        <div className="vaultform">
          <PasswordField
            label={t('store.passphrase')}
            description={t('store.passphraseHint')}
            value={passphrase}
            onChange={(event) => {
              setPassphrase(event.currentTarget.value);
              setFaults({});
            }}
            error={faults.passphrase}
            autoComplete="new-password"
          />
          <PasswordField
            label={t('store.again')}
            value={again}
            onChange={(event) => {
              setAgain(event.currentTarget.value);
              setFaults({});
            }}
            error={faults.again}
            autoComplete="new-password"
          />
        </div>
      )}
    </ConfirmDialog>
  );
}
