import { useTranslation } from 'react-i18next';
import type { Key } from '../../api/types';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { toast } from '../../ui/toast';
import { useKeyAct } from './calls';
import { LastUse } from './LastUse';

export function PauseDialog({ item, onClose }: { item: Key; onClose: () => void }) {
  const { t } = useTranslation('keys');
  const act = useKeyAct();
  const confirm = () =>
    act.mutate(
      { id: item.id, act: 'pause' },
      {
        onSuccess: () => {
          toast(t('done.paused', { name: item.name }));
          onClose();
        },
      },
    );
  return (
    <ConfirmDialog
      open
      title={t('pause.title', { name: item.name })}
      lead={<LastUse item={item} />}
      action={t('pause.action')}
      busy={act.isPending}
      error={act.error}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}
