import { useTranslation } from 'react-i18next';
import { Dialog } from '../../ui/Dialog';
import { UnlockForm } from './UnlockForm';

interface UnlockDialogProps {
  onClose: () => void;
  onOpened: () => void;
}

/** Above the page that was open when its core went away: what is typed there stays. */
export function UnlockDialog({ onClose, onOpened }: UnlockDialogProps) {
  const { t } = useTranslation('window');
  return (
    <Dialog open narrow title={t('unlock.title')} lead={t('unlock.lead')} onClose={onClose}>
      <UnlockForm onOpened={onOpened} />
    </Dialog>
  );
}
