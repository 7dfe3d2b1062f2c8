import { CircleAlert, Lock, SearchX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { asApiError } from '../api/error';
import { formatSeconds } from '../i18n/format';
import { Banner } from './Banner';
import { Button } from './Button';
import { EmptyState } from './EmptyState';
import { errorDetails, errorSentence } from './errorText';

interface ListErrorProps {
  error: Error | null;
  updatedAt: number;
  onRetry: () => void;
}

/** Above rows that could not be renewed: what failed, and from when they are. */
export function ListError({ error, updatedAt, onRetry }: ListErrorProps) {
  const { t } = useTranslation();
  if (!error) return null;
  const known = asApiError(error);
  return (
    <Banner
      tone="danger"
      icon={CircleAlert}
      title={errorSentence(known)}
      text={t('error.stale', { time: formatSeconds(updatedAt) })}
      second={<span className="mono">{errorDetails(known)}</span>}
    >
      <Button small onClick={onRetry}>
        {t('action.retry')}
      </Button>
    </Banner>
  );
}

interface ListFootProps {
  lost: boolean;
  count: string;
  updatedAt: number;
}

/** The strip below a list: how many there are, and how fresh that is. */
export function ListFoot({ lost, count, updatedAt }: ListFootProps) {
  const { t } = useTranslation();
  const time = formatSeconds(updatedAt);
  return (
    <div className="foot">
      <span className="num" role="status">
        {lost ? t('core.showing', { time }) : count}
      </span>
      <span className="grow" />
      {lost ? (
        <span className="row" style={{ gap: 6 }}>
          <Lock className="i i14" aria-hidden="true" />
          {t('core.readOnly')}
        </span>
      ) : (
        <span className="num">{t('grid.updated', { time })}</span>
      )}
    </div>
  );
}

interface NoMatchProps {
  title: string;
  text?: string;
  onClear: () => void;
}

export function NoMatch({ title, text, onClear }: NoMatchProps) {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={SearchX}
      title={title}
      {...(text ? { text } : {})}
      actions={<Button onClick={onClear}>{t('action.clearFilters')}</Button>}
    />
  );
}
