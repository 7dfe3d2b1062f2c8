import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../i18n/clock';
import { formatExact, formatShortDateTime } from '../../i18n/format';
import { Button } from '../../ui/Button';
import { ErrorState } from '../../ui/ErrorState';
import { auditQuery } from '../audit/calls';
import { detailWords } from '../audit/detail';
import { actionWords, actorOf } from '../audit/entry';

/** What was done to a key and by whom, newest first. */
export function KeyActivity({ id }: { id: string }) {
  const { t } = useTranslation('keys');
  const { t: words } = useTranslation('audit');
  const now = useNow();
  const log = useInfiniteQuery(auditQuery({ object: 'key', objectId: id }));
  const entries = log.data?.pages.flatMap(({ items }) => items) ?? [];
  if (log.error && !log.data) return <ErrorState error={log.error} onRetry={() => log.refetch()} />;
  return (
    <>
      <dl className="activity">
        {entries.map((entry) => (
          <Fragment key={entry.id}>
            <dt className="t2 num">
              <time dateTime={entry.at} title={formatExact(entry.at)}>
                {formatShortDateTime(entry.at, now)}
              </time>
            </dt>
            <dd>
              <Link to="/audit" search={{ object: 'key', q: id, entry: entry.id }}>
                {actionWords(entry.action, words)}
              </Link>{' '}
              {entry.result === 'denied' && <span className="t3">{words('result.denied')}</span>}
              {entry.detail && <div className="t3 s12">{detailWords(entry, words)}</div>}
            </dd>
            <dd className="t3" translate="no">
              {actorOf(entry).name}
            </dd>
          </Fragment>
        ))}
      </dl>
      {log.data && entries.length === 0 && <p className="t2">{t('activity.none')}</p>}
      {log.hasNextPage && (
        <div>
          <Button small disabled={log.isFetchingNextPage} onClick={() => log.fetchNextPage()}>
            {words('older')}
          </Button>
        </div>
      )}
    </>
  );
}
