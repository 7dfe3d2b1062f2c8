import { useTranslation } from 'react-i18next';
import type { User } from '../../api/types';
import { Button } from '../../ui/Button';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { toast } from '../../ui/toast';
import { useRemoveUser } from './calls';

interface RemoveUserDialogProps {
  item: User;
  onClose: () => void;
  onDisable: () => void;
  onRemoved: () => void;
}

/** Removing is final, so the reversible act is offered beside it. */
export function RemoveUserDialog({ item, onClose, onDisable, onRemoved }: RemoveUserDialogProps) {
  const { t } = useTranslation('users');
  const remove = useRemoveUser();
  const name = item.username;
  const confirm = () =>
    remove.mutate(item.id, {
      onSuccess: () => {
        toast(t('done.removed', { name }));
        onClose();
        onRemoved();
      },
    });
  return (
    <ConfirmDialog
      open
      danger
      title={t('remove.title', { name })}
      lead={t('remove.lead', { count: item.memberships.length })}
      action={t('remove.action')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
      onClose={onClose}
      instead={!item.disabled && <Button onClick={onDisable}>{t('remove.disable')}</Button>}
    >
      <p className="t2">{t('remove.text')}</p>
    </ConfirmDialog>
  );
}
