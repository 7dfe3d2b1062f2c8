import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { KeyRound, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMayChange } from '../../api/operator';
import { useCore } from '../../app/core';
import { formatClock, formatNumber, formatSeconds } from '../../i18n/format';
import { Button } from '../../ui/Button';
import { useCommand } from '../../ui/commands';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { ListError } from '../../ui/ListFrame';
import { PageHead } from '../../ui/PageHead';
import type { Usage } from '../usage/calls';
import { comparison, percent } from '../usage/tally';
import { UsageChart } from '../usage/UsageChart';
import { Tile, TookTile } from '../usage/UsageSums';
import { overviewQuery } from './calls';
import { NeedsAttention } from './NeedsAttention';
import { RecentChanges } from './RecentChanges';
import '../usage/usage.css';
import './overview.css';

/** The start page: whether all is well, and what to do where it is not. */
export function OverviewPage() {
  const { t } = useTranslation('overview');
  const { t: usage } = useTranslation('usage');
  const navigate = useNavigate();
  const { lostAt } = useCore();
  const lost = lostAt !== null;
  const mayChange = useMayChange() && !lost;
  const { data, error, refetch, dataUpdatedAt } = useQuery({ ...overviewQuery, enabled: !lost });
  const create = useCommand({
    id: 'create',
    label: t('createKey'),
    icon: Plus,
    keys: 'C',
    when: mayChange,
    run: () => void navigate({ to: '/keys', search: { task: 'create' } }),
  });

  if (!data && error && !lost) {
    return (
      <>
        <PageHead title={t('title')} />
        <ErrorState error={error} title={t('failed')} onRetry={() => refetch()} />
      </>
    );
  }
  const createButton = mayChange && (
    <Button look="primary" icon={Plus} {...create}>
      {t('createKey')}
    </Button>
  );
  const blank = data?.keys === 0 && data.usage.total.ok + data.usage.total.refused === 0;
  return (
    <>
      <PageHead title={t('title')}>
        {data && <span className="t2 s12 num">{t('updated', { time: formatSeconds(dataUpdatedAt) })}</span>}
        {!blank && createButton}
      </PageHead>
      <ListError error={lost || !data ? null : error} updatedAt={dataUpdatedAt} onRetry={() => refetch()} />
      {data && (
        <div className="pagebody">
          {blank && data.attention.length === 0 ? (
            <EmptyState
              icon={KeyRound}
              title={t('empty.title')}
              text={t('empty.text')}
              actions={createButton}
            />
          ) : (
            <>
              <dl className="tiles">
                <Tile
                  name={t('tile.keys')}
                  value={formatNumber(data.activeKeys)}
                  rest={t('tile.keysOf', { count: data.keys, total: formatNumber(data.keys) })}
                />
                <Tile
                  name={t('tile.logins')}
                  value={formatNumber(sum(data.usage.total))}
                  rest={comparison(sum(data.usage.total), sum(data.usage.before), usage)}
                />
                <Tile
                  name={t('tile.refused')}
                  value={formatNumber(data.usage.total.refused)}
                  rest={refusals(data.usage, t)}
                />
                <TookTile usage={data.usage} />
              </dl>
              <UsageChart title={usage('chart.title_24h')} usage={data.usage} />
            </>
          )}
          <div className="overviewcols">
            <NeedsAttention items={data.attention} mayChange={mayChange} />
            <RecentChanges entries={data.changes} />
          </div>
        </div>
      )}
    </>
  );
}

function sum({ ok, refused }: { ok: number; refused: number }): number {
  return ok + refused;
}

/** Which part was refused, and when most of it. */
function refusals({ total, buckets }: Usage, t: ReturnType<typeof useTranslation<'overview'>>['t']): string {
  if (total.refused === 0) return t('tile.refusedNone', { logins: formatNumber(sum(total)) });
  const peak = buckets.reduce((most, each) => (each.refused > most.refused ? each : most));
  return t('tile.refusedPeak', { percent: percent(total.refused / sum(total)), time: formatClock(peak.at) });
}
