import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button';
import { clearClipboardLater } from '../../ui/clipboardTimer';
import { Dialog } from '../../ui/Dialog';
import { useCopy } from '../../ui/useCopy';

interface LeaveDialogProps {
  open: boolean;
  /** What nobody can show again. */
  losing: 'secret' | 'password';
  /** What is put on the clipboard by the better way out. */
  text: string;
  onLeave: () => void;
  onStay: () => void;
}

/** Asked once, before a secret that was not copied is gone. */
export function LeaveDialog({ open, losing, text, onLeave, onStay }: LeaveDialogProps) {
  const { t } = useTranslation('entry');
  const { t: common } = useTranslation();
  const { copy } = useCopy();
  const copyAndLeave = async () => {
    if (!(await copy(text, t('firstRun.leave.what')))) return onStay();
    clearClipboardLater(text);
    onLeave();
  };
  return (
    <Dialog
      open={open}
      title={t(losing === 'secret' ? 'firstRun.leave.title' : 'firstRun.leave.titlePassword')}
      lead={t(losing === 'secret' ? 'firstRun.leave.text' : 'firstRun.leave.textPassword')}
      onClose={onStay}
      footer={
        <>
          <Button look="dangerline" onClick={onLeave}>
            {t('firstRun.leave.anyway')}
          </Button>
          <span className="grow" />
          <Button look="quiet" onClick={onStay}>
            {common('action.cancel')}
          </Button>
          <Button look="primary" icon={Copy} data-autofocus onClick={copyAndLeave}>
            {t('firstRun.leave.copy')}
          </Button>
        </>
      }
    />
  );
}
