import { useTranslation } from 'react-i18next';
import type { User } from '../../api/types';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { toast } from '../../ui/toast';
import { useUserAct } from './calls';

export function DisableDialog({ item, onClose }: { item: User; onClose: () => void }) {
  const { t } = useTranslation('users');
  const act = useUserAct();
  const name = item.username;
  const confirm = () =>
    act.mutate(
      { id: item.id, act: 'disable' },
      {
        onSuccess: () => {
          toast(t('done.disabled', { name }));
          onClose();
        },
      },
    );
  return (
    <ConfirmDialog
      open
      danger
      title={t('disable.title', { name })}
      lead={t('disable.lead', {
        keys: t('disable.keys', { count: item.keys.active }),
        headers: t('disable.headers', { count: item.authHeaders }),
      })}
      action={t('disable.action')}
      busy={act.isPending}
      error={act.error}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}
