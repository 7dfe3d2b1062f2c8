import { useTranslation } from 'react-i18next';
import type { AuthHeader } from '../../api/types';
import { useNow } from '../../i18n/clock';
import { formatAgo } from '../../i18n/format';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { toast } from '../../ui/toast';
import { useDeleteHeader } from './calls';

export function DeleteDialog({ item, onClose }: { item: AuthHeader; onClose: () => void }) {
  const { t } = useTranslation('authheaders');
  const now = useNow();
  const remove = useDeleteHeader();
  const { lastUsed } = item;
  const confirm = () =>
    remove.mutate(item.id, {
      onSuccess: () => {
        toast(t('done.deleted', { name: item.name }));
        onClose();
      },
    });
  return (
    <ConfirmDialog
      open
      danger
      title={t('remove.title', { name: item.name })}
      lead={
        <>
          {lastUsed
            ? t('remove.used', { when: formatAgo(lastUsed.at, now), address: lastUsed.address })
            : t('remove.unused')}{' '}
          <span className="mono" translate="no" dir="ltr">
            {item.hint}
            {'\u2026'}
          </span>
        </>
      }
      action={t('remove.action')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p className="t2">{t('remove.lead', { user: item.user.username })}</p>
    </ConfirmDialog>
  );
}
