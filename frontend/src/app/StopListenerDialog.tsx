import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { toast } from '../ui/toast';
import { useTurn } from './listenerCalls';

export function StopListenerDialog({ url, onClose }: { url: string; onClose: () => void }) {
  const { t } = useTranslation();
  const turn = useTurn();
  const stop = () =>
    turn.mutate('stop', {
      onSuccess: () => {
        toast(t('listener.nowStopped'));
        onClose();
      },
    });
  return (
    <ConfirmDialog
      open
      danger
      title={t('listener.stopTitle')}
      lead={t('listener.stopLead', { url })}
      action={t('listener.stop')}
      busy={turn.isPending}
      error={turn.error}
      onConfirm={stop}
      onClose={onClose}
    />
  );
}
