import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Copy, Download, PanelRight, ScrollText } from 'lucide-react';
import { useCallback, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import type { AuditEntry } from '../../api/types';
import { useCore } from '../../app/core';
import { formatDateTime, formatNumber } from '../../i18n/format';
import { Button } from '../../ui/Button';
import { useCommands } from '../../ui/commands';
import { DataGrid } from '../../ui/DataGrid';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { FilterMenu, FilterPick, FilterRow } from '../../ui/Filters';
import { GridOptions } from '../../ui/GridOptions';
import { useGridLook } from '../../ui/gridColumns';
import { ListError, ListFoot, NoMatch } from '../../ui/ListFrame';
import { PageHead } from '../../ui/PageHead';
import type { RowAction, RowActions } from '../../ui/RowMenu';
import { SearchField } from '../../ui/SearchField';
import { saveList } from '../../ui/saveList';
import { useCopy } from '../../ui/useCopy';
import { AuditDrawer } from './AuditDrawer';
import { auditQuery } from './calls';
import { auditColumns } from './columns';
import {
  actionNames,
  actionWords,
  countFilters,
  type FilterWords,
  kinds,
  kindWords,
  noFilter,
  passes,
  queryOf,
  readFilter,
  results,
  spans,
} from './entry';
import { IntegrityBadge, IntegrityBanner } from './Integrity';
import './audit.css';

/** Rows left below the window when the next page is asked for. */
const ahead = 40;
/** Lines drawn as bones before the first answer. */
const waiting = 12;
/** So many pages a rare filter reads by itself; further back only when somebody asks. */
const eager = 4;

async function findActors(text: string, signal: AbortSignal): Promise<string[]> {
  const query = { search: text, limit: 50 };
  const { items } = await take(api.GET('/api/v1/users', { params: { query }, signal }));
  return items.filter(({ operator }) => operator !== 'none').map(({ username }) => username);
}

export function AuditPage() {
  const { t } = useTranslation('audit');
  const navigate = useNavigate();
  const words = useSearch({ from: '/shell/audit' });
  const { lostAt } = useCore();
  const lost = lostAt !== null;
  const { copy } = useCopy();
  const [look, setLook] = useGridLook('audit');
  const columns = useMemo(() => auditColumns(t), [t]);

  const filter = readFilter(words);
  const topic = JSON.stringify(filter);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a span counts from when it was chosen
  const asked = useMemo(() => queryOf(filter, Date.now()), [topic]);
  const log = useInfiniteQuery({
    ...auditQuery(asked),
    enabled: !lost,
    placeholderData: (before) => before,
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage, dataUpdatedAt: updatedAt } = log;

  const filtered = filter.search !== '' || countFilters(filter) > 0;
  const pages = log.data?.pages ?? [];
  const loaded = pages.flatMap(({ items }) => items);
  const shown = lost ? loaded.filter((entry) => passes(entry, filter)) : loaded;
  const empty = log.data === undefined;
  const more = hasNextPage && !lost && !log.isPlaceholderData;
  const through = pages.findLast((page) => page.through !== null)?.through ?? null;

  const set = (next: FilterWords & { entry?: string | undefined }) =>
    navigate({ to: '.', search: (before) => ({ ...before, ...next }), replace: !('entry' in next) });
  const older = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [isFetchingNextPage, fetchNextPage]);
  const onRange = useCallback(
    (_: number, last: number) => {
      if (more && loaded.length > ahead && last >= loaded.length - ahead) older();
    },
    [more, loaded.length, older],
  );
  // Few matches: the core looked at as many entries as it does at once, and there are more behind them.
  const few = more && loaded.length <= ahead;
  const goesOn = few && pages.length < eager;
  const reach = pages.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once more for each page that came
  useEffect(() => {
    if (goesOn) older();
  }, [goesOn, older, reach]);

  const open = (entry: AuditEntry) => set({ entry: entry.id });
  const copyRequest = (entry: AuditEntry) => void copy(entry.requestId, t('drawer.request'));
  const actions = (entry: AuditEntry): RowActions => {
    const list: RowAction[] = [
      { id: 'open', label: t('action.open'), icon: PanelRight, run: () => open(entry) },
    ];
    if (entry.requestId !== '') {
      list.push({
        id: 'request',
        label: t('action.copyRequest'),
        icon: Copy,
        run: () => copyRequest(entry),
      });
    }
    if (entry.objectId !== '') {
      list.push({
        id: 'object',
        label: t('action.copyId'),
        icon: Copy,
        run: () => void copy(entry.objectId, t('drawer.id')),
      });
    }
    return [list];
  };

  const exporting = () =>
    saveList(
      'audit-log.csv',
      `/api/v1/audit.csv?${new URLSearchParams(Object.entries(asked))}`,
      t('exported'),
    );
  useCommands([
    { id: 'export', label: t('export'), icon: Download, when: !lost, run: () => void exporting() },
  ]);

  const total = formatNumber(shown.length);
  const count = t(filtered ? (more ? 'foot.matchSome' : 'foot.match') : more ? 'foot.some' : 'foot.all', {
    count: shown.length,
    total,
  });
  const lines = empty ? waiting : shown.length + (more && !few ? 1 : 0);
  const searching = few && (goesOn || isFetchingNextPage);

  if (empty && log.error && !lost) {
    return (
      <>
        <PageHead title={t('title')} />
        <ErrorState error={log.error} title={t('failed')} onRetry={() => log.refetch()} />
      </>
    );
  }
  return (
    <>
      <PageHead title={t('title')}>
        <IntegrityBadge />
        <Button icon={Download} disabled={lost} onClick={() => void exporting()}>
          {t('export')}
        </Button>
      </PageHead>
      <IntegrityBanner />
      <FilterRow
        search={<SearchField value={filter.search} onSearch={(q) => set({ q })} label={t('search')} />}
        count={countFilters(filter)}
        onClear={() => set({ ...noFilter, q: filter.search })}
        end={<GridOptions columns={columns} look={look} onChange={setLook} />}
      >
        <FilterPick
          label={t('filter.actor')}
          any={t('filter.all')}
          searchLabel={t('filter.searchActors')}
          none={t('filter.noActor')}
          chosen={filter.actor}
          find={async (text, signal) => [...(await findActors(text, signal)), ...(text ? [] : ['local'])]}
          onChange={(actor) => set({ actor })}
        />
        <FilterPick
          label={t('filter.action')}
          any={t('filter.all')}
          searchLabel={t('filter.searchActions')}
          none={t('filter.noAction')}
          chosen={filter.action && actionWords(filter.action, t)}
          find={async (text) =>
            actionNames(t)
              .map(({ label }) => label)
              .filter((label) => label.toLocaleLowerCase().includes(text.toLocaleLowerCase()))
          }
          onChange={(label) => set({ action: actionNames(t).find((each) => each.label === label)?.action })}
        />
        <FilterPick
          label={t('filter.object')}
          any={t('filter.all')}
          searchLabel={t('filter.searchObjects')}
          none={t('filter.noObject')}
          chosen={filter.object && kindWords(filter.object, t)}
          find={async (text) =>
            kinds
              .map((kind) => kindWords(kind, t))
              .filter((label) => label.toLocaleLowerCase().includes(text.toLocaleLowerCase()))
          }
          onChange={(label) => set({ object: kinds.find((kind) => kindWords(kind, t) === label) })}
        />
        <FilterMenu
          label={t('filter.result')}
          all={t('filter.all')}
          options={results.map((value) => ({ value, label: t(`result.${value}`) }))}
          chosen={filter.result ? [filter.result] : []}
          onChange={(chosen) => set({ result: chosen.at(-1) })}
        />
        <FilterMenu
          label={t('filter.time')}
          all={t('filter.ever')}
          options={spans.map((value) => ({ value, label: t(`span.${value}`) }))}
          chosen={filter.span ? [filter.span] : []}
          onChange={(chosen) => set({ from: chosen.at(-1) })}
        />
      </FilterRow>
      {few && !goesOn && through && (
        <div className="searched">
          <span className="t2 num">{t('searched', { date: formatDateTime(through) })}</span>
          <Button small disabled={isFetchingNextPage} onClick={older}>
            {t('older')}
          </Button>
        </div>
      )}
      <ListError
        error={lost || empty ? null : log.error}
        updatedAt={updatedAt}
        onRetry={() => (log.isFetchNextPageError ? older() : void log.refetch())}
      />
      {!empty && !searching && shown.length === 0 ? (
        filtered ? (
          <NoMatch title={t(more ? 'none.searchSome' : 'none.searchAll')} onClear={() => set(noFilter)} />
        ) : (
          <EmptyState icon={ScrollText} title={t('none.title')} text={t('none.text')} />
        )
      ) : (
        <DataGrid<AuditEntry>
          label={t('title')}
          columns={columns}
          look={look}
          total={searching ? Math.max(lines, shown.length + 1) : lines}
          row={(index) => shown[index]}
          rowId={({ id }) => id}
          rowName={(entry) => [actionWords(entry.action, t), entry.objectName].filter(Boolean).join(' ')}
          actions={actions}
          sort={{ by: 'time', desc: true }}
          onSort={() => {}}
          onRange={onRange}
          onOpen={open}
          onCopy={copyRequest}
          stale={lost}
          topic={topic}
          openId={words.entry}
        />
      )}
      {!empty && <ListFoot lost={lost} count={count} updatedAt={updatedAt} />}
      {words.entry && !empty && (
        <AuditDrawer
          entry={loaded.find(({ id }) => id === words.entry)}
          onClose={() => set({ entry: undefined })}
        />
      )}
    </>
  );
}
