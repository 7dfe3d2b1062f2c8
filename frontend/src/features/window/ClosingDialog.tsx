import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ClosingAnswer } from '../../platform';
import { Note } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';

interface ClosingDialogProps {
  /** Logins are answered that end with the core. */
  serving: boolean;
  /** Something open in the page is lost with it: a secret that was not copied, a form that was not saved. */
  losing: boolean;
  onAnswer: (answer: ClosingAnswer) => void;
}

/** Above whatever is open when somebody closes the window. */
export function ClosingDialog({ serving, losing, onAnswer }: ClosingDialogProps) {
  const { t } = useTranslation('window');
  const { t: common } = useTranslation();
  const stay = () => onAnswer('stay');
  return (
    <Dialog
      open
      narrow
      title={t(serving ? 'closing.title' : 'closing.losingTitle')}
      lead={t(serving ? 'closing.lead' : 'closing.losing')}
      onClose={stay}
      footer={
        serving ? (
          <>
            <Button look="quiet" data-autofocus={losing || undefined} onClick={stay}>
              {common('action.cancel')}
            </Button>
            <span className="grow" />
            <Button look="dangerline" onClick={() => onAnswer('stop')}>
              {t('closing.stop')}
            </Button>
            <Button look="primary" data-autofocus={!losing || undefined} onClick={() => onAnswer('keep')}>
              {t('closing.keep')}
            </Button>
          </>
        ) : (
          <>
            <Button look="dangerline" onClick={() => onAnswer('keep')}>
              {t('closing.anyway')}
            </Button>
            <span className="grow" />
            <Button look="primary" data-autofocus onClick={stay}>
              {t('closing.stay')}
            </Button>
          </>
        )
      }
    >
      {serving && losing && (
        <Note tone="warn" icon={TriangleAlert}>
          {t('closing.losing')}
        </Note>
      )}
    </Dialog>
  );
}
