import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import { Button, type ButtonLook } from '../../ui/Button';
import { toast, toastError } from '../../ui/toast';
import { useRenewVault } from './calls';

/** Makes a backup by hand, and says so once it was read back. */
export function BackUpNow({ look, disabled = false }: { look: ButtonLook; disabled?: boolean }) {
  const { t } = useTranslation('vault');
  const renew = useRenewVault();
  const make = useMutation({
    mutationFn: () => take(api.POST('/api/v1/backups', { body: {} })),
    onSuccess: ({ name }) => toast(t('backup.made', { name })),
    onError: toastError,
    onSettled: renew,
  });
  return (
    <Button look={look} disabled={disabled || make.isPending} onClick={() => make.mutate()}>
      {make.isPending ? t('backup.making') : t('backup.now')}
    </Button>
  );
}
