import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { toast } from '../../ui/toast';
import { useRemoveMember } from './calls';
import type { Member } from './member';

export function RemoveMemberDialog({ item, onClose }: { item: Member; onClose: () => void }) {
  const { t } = useTranslation('accounts');
  const remove = useRemoveMember();
  const names = { user: item.user.username, account: item.account.name };
  const confirm = () =>
    remove.mutate(
      { account: item.account.id, user: item.user.id },
      {
        onSuccess: () => {
          toast(t('leave.done', names));
          onClose();
        },
      },
    );
  return (
    <ConfirmDialog
      open
      danger
      title={t('leave.title', names)}
      lead={t('leave.lead', names)}
      action={t('leave.action')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      {item.primary && <p className="t2">{t('leave.primary')}</p>}
    </ConfirmDialog>
  );
}
