import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../i18n/clock';
import { formatDate, formatNumber, formatShortDate } from '../../i18n/format';
import { usageQuery } from './calls';
import { barsOf } from './tally';
import './usage.css';

/** The last 30 days of one key, a bar a day, with today in words above them. */
export function UsageBars({ id }: { id: string }) {
  const { t } = useTranslation('usage');
  const now = useNow();
  const { data } = useQuery(usageQuery({ range: '30d', key: id }));
  if (!data) return <div className="bars30" aria-hidden="true" />;
  const bars = barsOf(data);
  const today = bars.at(-1);
  const highest = Math.max(1, ...bars.map(({ ok, refused }) => ok + refused));
  const height = (count: number) => `${(count / highest) * 100}%`;
  const first = bars[0];
  const middle = bars[Math.floor(bars.length / 2)];
  return (
    <section aria-label={t('key.title')}>
      <div className="barshead">
        <h3>{t('key.title')}</h3>
        <span className="t2 s12 num">
          {data.total.ok + data.total.refused === 0
            ? t('key.none')
            : today && t('key.today', { ok: formatNumber(today.ok), refused: formatNumber(today.refused) })}
        </span>
      </div>
      <div
        className="bars30"
        role="img"
        aria-label={t('key.barsLabel', {
          ok: formatNumber(data.total.ok),
          refused: formatNumber(data.total.refused),
        })}
      >
        {bars.map(({ at, ok, refused }) => (
          <span
            key={at}
            title={`${formatDate(at)}: ${t('chart.readout', { count: ok, ok: formatNumber(ok) })}, ${t('chart.readoutRefused', { refused: formatNumber(refused) })}`}
          >
            {refused > 0 && <i className="refusals" style={{ height: height(refused) }} />}
            {ok > 0 && <i style={{ height: height(ok) }} />}
          </span>
        ))}
      </div>
      <div className="barsfoot t3 s12" aria-hidden="true">
        <span>{first && formatShortDate(first.at, now)}</span>
        <span>{middle && formatShortDate(middle.at, now)}</span>
        <span>{t('key.todayEnd')}</span>
      </div>
    </section>
  );
}
