import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCore } from '../../app/core';
import { ErrorState } from '../../ui/ErrorState';
import { ListError, ListFoot } from '../../ui/ListFrame';
import { PageHead } from '../../ui/PageHead';
import { Pills } from '../../ui/Pills';
import { CustomSpan } from './CustomSpan';
import { usageQuery } from './calls';
import { ExportMenu } from './ExportMenu';
import { rangeOf, ranges, spanOf } from './span';
import { UsageChart } from './UsageChart';
import { UsageSums } from './UsageSums';
import { UsageTables } from './UsageTables';
import './usage.css';

/** How much was used in a span of time, and by whom. */
export function UsagePage() {
  const { t } = useTranslation('usage');
  const navigate = useNavigate();
  const words = useSearch({ from: '/shell/usage' });
  const { lostAt } = useCore();
  const lost = lostAt !== null;
  const range = rangeOf(words);
  const span = spanOf(words);
  const { data: usage, error, refetch, dataUpdatedAt } = useQuery({ ...usageQuery(span), enabled: !lost });
  const set = (next: { range?: string | undefined; from?: string | undefined; to?: string | undefined }) =>
    navigate({ to: '.', search: next, replace: true });

  if (!usage && error && !lost) {
    return (
      <>
        <PageHead title={t('title')} />
        <ErrorState error={error} title={t('failed')} onRetry={() => refetch()} />
      </>
    );
  }
  return (
    <>
      <PageHead title={t('title')}>
        <Pills
          label={t('range.label')}
          choices={ranges.map((each) => ({ value: each, label: t(`range.${each}`) }))}
          value={range}
          onChange={(next) => set({ range: next })}
        />
        <ExportMenu span={span} disabled={lost} />
      </PageHead>
      {range === 'custom' && (
        <CustomSpan
          from={words.from}
          to={words.to}
          onShow={(from, to) => set({ range: 'custom', from, to })}
        />
      )}
      <ListError error={lost || !usage ? null : error} updatedAt={dataUpdatedAt} onRetry={() => refetch()} />
      {usage && (
        <div className="pagebody">
          <UsageSums usage={usage} />
          <UsageChart title={t(`chart.title_${range}`)} usage={usage} height={208} />
          <UsageTables usage={usage} />
        </div>
      )}
      {usage && <ListFoot lost={lost} count={t('table.hours')} updatedAt={dataUpdatedAt} />}
    </>
  );
}
