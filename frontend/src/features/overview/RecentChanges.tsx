import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '../../api/types';
import { useNow } from '../../i18n/clock';
import { formatClock, formatExact, formatShortDate } from '../../i18n/format';
import { detailWords } from '../audit/detail';
import { actionWords, actorOf, objectWords } from '../audit/entry';

const day = 86_400_000;

/** The newest entries of the audit log. */
export function RecentChanges({ entries }: { entries: readonly AuditEntry[] }) {
  const { t } = useTranslation('overview');
  const { t: audit } = useTranslation('audit');
  const now = useNow();
  return (
    <section className="panel" aria-label={t('changes.title')}>
      <div className="charthead">
        <h2 className="grow">{t('changes.title')}</h2>
        <Link to="/audit">{t('changes.all')}</Link>
      </div>
      {entries.length === 0 ? (
        <p className="nothing t2">{t('changes.none')}</p>
      ) : (
        <ul className="lately">
          {entries.map((entry) => (
            <li key={entry.id}>
              <time dateTime={entry.at} title={formatExact(entry.at)}>
                {now - Date.parse(entry.at) < day ? formatClock(entry.at) : formatShortDate(entry.at, now)}
              </time>
              <div className="grow">
                <div className="l1 cut">
                  {actionWords(entry.action, audit)}{' '}
                  {objectWords(entry) !== actorOf(entry).name && <b translate="no">{objectWords(entry)}</b>}
                </div>
                <div className="l2 cut" translate="no">
                  {[
                    actorOf(entry).name,
                    entry.result === 'denied'
                      ? t('changes.refused')
                      : detailWords(entry, audit) || entry.address,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </div>
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
