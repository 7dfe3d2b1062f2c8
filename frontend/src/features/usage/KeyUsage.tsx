import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../i18n/format';
import { ErrorState } from '../../ui/ErrorState';
import { Pills } from '../../ui/Pills';
import { type NamedRange, usageQuery } from './calls';
import { reasonWords } from './tally';
import { UsageChart } from './UsageChart';
import './usage.css';

const offered = ['24h', '7d', '30d'] as const satisfies readonly NamedRange[];

/** The usage of one key, for its drawer. */
export function KeyUsage({ id }: { id: string }) {
  const { t } = useTranslation('usage');
  const [range, setRange] = useState<(typeof offered)[number]>('7d');
  const { data: usage, error, refetch } = useQuery(usageQuery({ range, key: id }));
  if (!usage) {
    return error ? <ErrorState error={error} title={t('failed')} onRetry={() => refetch()} /> : null;
  }
  return (
    <div className="keyusage">
      <Pills
        label={t('range.label')}
        choices={offered.map((each) => ({ value: each, label: t(`range.${each}`) }))}
        value={range}
        onChange={setRange}
      />
      <UsageChart title={t(`chart.title_${range}`)} usage={usage} />
      <dl className="tiles two">
        <div>
          <dt>{t('chart.accepted')}</dt>
          <dd className="value">{formatNumber(usage.total.ok)}</dd>
        </div>
        <div>
          <dt>{t('chart.refused')}</dt>
          <dd className="value">{formatNumber(usage.total.refused)}</dd>
        </div>
      </dl>
      {usage.reasons.length > 0 && (
        <section className="panel" aria-label={t('key.reasons')}>
          <div className="charthead">
            <h3>{t('key.reasons')}</h3>
          </div>
          <table className="plain-table">
            <tbody>
              {usage.reasons.map(({ reason, count }) => (
                <tr key={reason}>
                  <td className="what">{reasonWords(reason, t)}</td>
                  <td className="count">{formatNumber(count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
}
