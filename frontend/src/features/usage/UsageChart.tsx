import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../i18n/clock';
import { formatNumber } from '../../i18n/format';
import { type Bar, BarChart } from '../../ui/BarChart';
import { Button } from '../../ui/Button';
import type { Usage } from './calls';
import { axisTime, barsOf, barTime, exactBar } from './tally';

interface UsageChartProps {
  title: string;
  usage: Usage;
  height?: number;
}

/** Bars over time with their readout in the head, and the same as a table. */
export function UsageChart({ title, usage, height = 176 }: UsageChartProps) {
  const { t } = useTranslation('usage');
  const now = useNow();
  const [table, setTable] = useState(false);
  const [pointed, setPointed] = useState<number | null>(null);
  const bars = useMemo(() => barsOf(usage), [usage]);
  const step = usage.stepSeconds * 1000;
  const bar = pointed === null ? undefined : bars[pointed];
  return (
    <section className="panel" aria-label={title}>
      <div className="charthead">
        <h2>{title}</h2>
        <span className="readout grow">{bar && <Readout bar={bar} time={barTime(bar.at, step, now)} />}</span>
        <span className="key">{t('chart.accepted')}</span>
        <span className="key refusals">{t('chart.refused')}</span>
        <Button small look="quiet" aria-pressed={table} onClick={() => setTable(!table)}>
          {t(table ? 'chart.asChart' : 'chart.asTable')}
        </Button>
      </div>
      {table ? (
        <BarTable bars={bars} step={step} />
      ) : (
        <div className="chartbody">
          <BarChart
            bars={bars}
            step={step}
            height={height}
            label={t('chart.label')}
            formatAt={(at) => axisTime(at, step, now)}
            onPoint={setPointed}
          />
        </div>
      )}
    </section>
  );
}

function Readout({ bar, time }: { bar: Bar; time: string }) {
  const { t } = useTranslation('usage');
  return (
    <>
      <b>{time}</b> {t('chart.readout', { count: bar.ok, ok: formatNumber(bar.ok) })}
      {bar.refused > 0 && (
        <>
          {', '}
          <span className="refused">{t('chart.readoutRefused', { refused: formatNumber(bar.refused) })}</span>
        </>
      )}
    </>
  );
}

function BarTable({ bars, step }: { bars: readonly Bar[]; step: number }) {
  const { t } = useTranslation('usage');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className="scrolls" tabIndex={0} aria-label={t('chart.table')}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('chart.time')}</th>
            <th scope="col" className="count">
              {t('chart.accepted')}
            </th>
            <th scope="col" className="count">
              {t('chart.refused')}
            </th>
          </tr>
        </thead>
        <tbody>
          {[...bars].reverse().map((bar) => (
            <tr key={bar.at}>
              <td>
                <time dateTime={new Date(bar.at).toISOString()}>{exactBar(bar.at, step)}</time>
              </td>
              <td className="count">{formatNumber(bar.ok)}</td>
              <td className="count">{formatNumber(bar.refused)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
