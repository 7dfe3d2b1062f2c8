import { useTranslation } from 'react-i18next';
import type { User } from '../../api/types';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { toast } from '../../ui/toast';
import { useEditUser } from './calls';

export function TakePasswordDialog({ item, onClose }: { item: User; onClose: () => void }) {
  const { t } = useTranslation('users');
  const edit = useEditUser();
  const name = item.username;
  const confirm = () =>
    edit.mutate(
      { id: item.id, patch: { password: '', version: item.version } },
      {
        onSuccess: () => {
          toast(t('done.taken', { name }));
          onClose();
        },
      },
    );
  return (
    <ConfirmDialog
      open
      danger
      title={t('take.title', { name })}
      lead={t('take.lead')}
      action={t('take.action')}
      busy={edit.isPending}
      error={edit.error}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}
