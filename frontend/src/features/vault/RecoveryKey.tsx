import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import { Button, type ButtonLook } from '../../ui/Button';
import { RevealDialog } from '../../ui/RevealDialog';
import { useRootDialog } from '../../ui/RootDialog';
import { toast, toastError } from '../../ui/toast';
import { useRenewVault } from './calls';

/** Shows a new recovery key, once. Closing it says nothing about whether it is kept. */
function RecoveryDialog({ text, onClose }: { text: string; onClose: () => void }) {
  const { t } = useTranslation('vault');
  return (
    <RevealDialog
      title={t('store.reveal')}
      lead={t('store.revealLead')}
      label={t('store.recovery')}
      secret={text}
      forms={[
        { label: t('store.form.text'), text: () => text },
        { label: t('store.form.env'), text: () => `LATCHKEY_RECOVERY_KEY=${text}` },
      ]}
      warning={t('store.revealWarning')}
      copyAction={t('store.copy')}
      end={t('store.revealEnd')}
      onClose={onClose}
    />
  );
}

interface RecoveryKeyProps {
  look?: ButtonLook;
  label: string;
  disabled?: boolean;
  small?: boolean;
}

/** Makes one and shows it above every page. */
export function MakeRecoveryKey({
  look = 'default',
  label,
  disabled = false,
  small = false,
}: RecoveryKeyProps) {
  const dialog = useRootDialog();
  const renew = useRenewVault();
  const [busy, setBusy] = useState(false);
  const make = async () => {
    setBusy(true);
    try {
      const { recoveryKey } = await take(api.POST('/api/v1/store/recovery-key'));
      dialog.keep(<RecoveryDialog text={recoveryKey} onClose={dialog.close} />);
      renew();
    } catch (cause) {
      toastError(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button look={look} small={small} disabled={disabled || busy} onClick={make}>
      {label}
    </Button>
  );
}

/** Somebody says that it is kept; nothing else ends the reminder. */
export function KeepRecoveryKey({
  look = 'default',
  label,
  disabled = false,
  small = false,
}: RecoveryKeyProps) {
  const { t } = useTranslation('vault');
  const renew = useRenewVault();
  const keep = useMutation({
    mutationFn: () => take(api.POST('/api/v1/store/recovery-key/saved')),
    onSuccess: () => {
      renew();
      toast(t('store.keptDone'));
    },
    onError: toastError,
  });
  return (
    <Button look={look} small={small} disabled={disabled || keep.isPending} onClick={() => keep.mutate()}>
      {label}
    </Button>
  );
}
