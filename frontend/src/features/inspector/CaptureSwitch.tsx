import { useMutation, useQuery } from '@tanstack/react-query';
import { CircleDot } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { asApiError } from '../../api/error';
import { sessionQuery } from '../../api/queries';
import { formatClock } from '../../i18n/format';
import { Button } from '../../ui/Button';
import { Chip } from '../../ui/Chip';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { errorSentence } from '../../ui/errorText';
import { useRootDialog } from '../../ui/RootDialog';
import { toastFailure } from '../../ui/toast';
import { captureBodies } from './calls';
import type { FeedState } from './feed';

interface CaptureSwitchProps {
  capture: FeedState['capture'];
  onChange: (capture: FeedState['capture']) => void;
}

/** Whether bodies are kept too. Only an owner changes it, and is told what that means. */
export function CaptureSwitch({ capture, onChange }: CaptureSwitchProps) {
  const { t } = useTranslation('inspector');
  const { data: session } = useQuery(sessionQuery);
  const dialog = useRootDialog();
  const owner = session?.operator.role === 'owner';
  const ask = () => dialog.show(<CaptureDialog onClose={dialog.close} onChange={onChange} />);
  const stop = async () => {
    try {
      onChange(await captureBodies(false));
    } catch (cause) {
      toastFailure(errorSentence(asApiError(cause)), t('capture.failed'));
    }
  };
  if (!capture) {
    return (
      <>
        <span className="t2 s12">{t('capture.off')}</span>
        {owner && (
          <Button small look="quiet" onClick={ask}>
            {t('capture.start')}
          </Button>
        )}
      </>
    );
  }
  return (
    <>
      <Chip tone="warn" icon={CircleDot}>
        {t('capture.on', { time: formatClock(capture.until) })}
      </Chip>
      {owner && (
        <Button small look="quiet" onClick={stop}>
          {t('capture.stop')}
        </Button>
      )}
    </>
  );
}

interface CaptureDialogProps {
  onClose: () => void;
  onChange: (capture: FeedState['capture']) => void;
}

function CaptureDialog({ onClose, onChange }: CaptureDialogProps) {
  const { t } = useTranslation('inspector');
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => captureBodies(true),
    onSuccess: (capture) => {
      onChange(capture);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open
      title={t('capture.title')}
      lead={t('capture.text')}
      action={t('capture.confirm')}
      busy={isPending}
      error={error}
      onConfirm={() => mutate()}
      onClose={onClose}
    />
  );
}
