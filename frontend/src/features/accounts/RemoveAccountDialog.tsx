import { useTranslation } from 'react-i18next';
import type { Account } from '../../api/types';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { toast } from '../../ui/toast';
import { useRemoveAccount } from './calls';

interface RemoveAccountDialogProps {
  item: Account;
  onClose: () => void;
  onRemoved: () => void;
}

export function RemoveAccountDialog({ item, onClose, onRemoved }: RemoveAccountDialogProps) {
  const { t } = useTranslation('accounts');
  const remove = useRemoveAccount();
  const confirm = () =>
    remove.mutate(item.id, {
      onSuccess: () => {
        toast(t('done.removed', { name: item.name }));
        onClose();
        onRemoved();
      },
    });
  return (
    <ConfirmDialog
      open
      danger
      title={t('remove.title', { name: item.name })}
      lead={t('remove.lead', { count: item.members })}
      action={t('remove.action')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p className="t2">{t('remove.text')}</p>
    </ConfirmDialog>
  );
}
