import { CircleAlert, Copy, RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { asApiError } from '../api/error';
import { Button } from './Button';
import { EmptyState } from './EmptyState';
import { errorDetails, errorSentence } from './errorText';
import { useCopy } from './useCopy';

interface ErrorStateProps {
  error: unknown;
  title?: string;
  onRetry?: () => void;
  page?: boolean;
}

/** In place of a page that could not be shown at all. */
export function ErrorState({ error, title, onRetry, page = false }: ErrorStateProps) {
  const { t } = useTranslation();
  const { copied, copy } = useCopy();
  const known = asApiError(error);
  return (
    <div role="alert" style={{ display: 'contents' }}>
      <EmptyState
        page={page}
        icon={CircleAlert}
        title={title ?? t('error.page')}
        text={errorSentence(known)}
        actions={
          <>
            {onRetry && (
              <Button look="primary" icon={RotateCw} onClick={onRetry}>
                {t('action.retry')}
              </Button>
            )}
            <Button look="quiet" icon={Copy} onClick={() => copy(errorDetails(known), t('core.details'))}>
              {copied ? t('action.copied') : t('core.details')}
            </Button>
          </>
        }
        below={<code className="mono t3">{errorDetails(known)}</code>}
      />
    </div>
  );
}
