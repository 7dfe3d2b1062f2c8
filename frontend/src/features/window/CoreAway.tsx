import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type ApiError, asApiError } from '../../api/error';
import { host } from '../../platform';
import { ErrorState } from '../../ui/ErrorState';
import { EntryFrame } from '../entry/EntryFrame';
import { UnlockForm } from './UnlockForm';

interface CoreAwayProps {
  /** Why there is no core to show anything of. */
  error: ApiError;
  onBack: () => void;
}

/** In place of every page while the window has no core: what keeps it from starting, and the way on. */
export function CoreAway({ error, onBack }: CoreAwayProps) {
  const { t } = useTranslation('window');
  const restart = useMutation({ mutationFn: () => host.restartCore(), onSuccess: onBack });
  const why = restart.error ? asApiError(restart.error) : error;
  if (why.field === 'passphrase') {
    return (
      <EntryFrame title={t('unlock.title')} second={<p className="t2">{t('unlock.lead')}</p>}>
        <UnlockForm onOpened={onBack} />
      </EntryFrame>
    );
  }
  return (
    <main className="alone">
      <ErrorState page title={t('away.title')} error={why} onRetry={() => restart.mutate()} />
    </main>
  );
}
