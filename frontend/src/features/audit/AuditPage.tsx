import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Copy, PanelRight, ScrollText, SearchX } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '../../api/types';
import { useCore } from '../../app/core';
import { formatNumber } from '../../i18n/format';
import { Button } from '../../ui/Button';
import { DataGrid } from '../../ui/DataGrid';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { FilterMenu, FilterRow } from '../../ui/Filters';
import { GridOptions } from '../../ui/GridOptions';
import { useGridLook } from '../../ui/gridColumns';
import { ListError, ListFoot } from '../../ui/ListFrame';
import { PageHead } from '../../ui/PageHead';
import type { RowAction, RowActions } from '../../ui/RowMenu';
import { SearchField } from '../../ui/SearchField';
import { useCopy } from '../../ui/useCopy';
import { AuditDrawer } from './AuditDrawer';
import { auditQuery } from './calls';
import { auditColumns } from './columns';
import { actionWords, passes, readFilter, results } from './entry';
import './audit.css';

/** Rows left below the window when the next page is asked for. */
const ahead = 40;
/** Lines drawn as bones before the first answer. */
const waiting = 12;

export function AuditPage() {
  const { t } = useTranslation('audit');
  const { t: common } = useTranslation();
  const navigate = useNavigate();
  const words = useSearch({ from: '/shell/audit' });
  const { lostAt } = useCore();
  const lost = lostAt !== null;
  const { copy } = useCopy();
  const [look, setLook] = useGridLook('audit');
  const columns = useMemo(() => auditColumns(t), [t]);
  const log = useInfiniteQuery({ ...auditQuery, enabled: !lost });
  const { hasNextPage, isFetchingNextPage, fetchNextPage, dataUpdatedAt: updatedAt } = log;

  const filter = readFilter(words);
  const filtered = filter.search !== '' || filter.results.length > 0;
  const loaded = log.data?.pages.flatMap(({ items }) => items) ?? [];
  const shown = filtered ? loaded.filter((entry) => passes(entry, filter, t)) : loaded;
  const empty = log.data === undefined;
  const more = hasNextPage && !lost;

  const set = (next: { q?: string | undefined; result?: string | undefined; entry?: string | undefined }) =>
    navigate({ to: '.', search: (before) => ({ ...before, ...next }), replace: !('entry' in next) });
  const older = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [isFetchingNextPage, fetchNextPage]);
  // While it is filtered, older pages are only loaded when asked for: few matches must not read the whole log.
  const onRange = useCallback(
    (_: number, last: number) => {
      if (more && !filtered && loaded.length > 0 && last >= loaded.length - ahead) older();
    },
    [more, filtered, loaded.length, older],
  );

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

  const total = formatNumber(loaded.length);
  const count = filtered
    ? t('foot.match', { count: shown.length, total: formatNumber(shown.length), of: total })
    : t(hasNextPage ? 'foot.some' : 'foot.all', { count: loaded.length, total });
  const olderButton = (
    <Button small disabled={isFetchingNextPage} onClick={older}>
      {t('older')}
    </Button>
  );
  const lines = empty ? waiting : shown.length + (more && !filtered ? 1 : 0);

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
      <PageHead title={t('title')} />
      <FilterRow
        search={<SearchField value={filter.search} onSearch={(q) => set({ q })} label={t('search')} />}
        count={filter.results.length > 0 ? 1 : 0}
        onClear={() => set({ result: undefined })}
        end={<GridOptions columns={columns} look={look} onChange={setLook} />}
      >
        <FilterMenu
          label={t('filter.result')}
          all={t('filter.all')}
          options={results.map((value) => ({ value, label: t(`result.${value}`) }))}
          chosen={filter.results}
          onChange={(chosen) => set({ result: chosen.join(',') })}
        />
      </FilterRow>
      {filtered && more && shown.length > 0 && (
        <div className="searched">
          <span className="t2">{t('searched', { count: loaded.length, total })}</span>
          {olderButton}
        </div>
      )}
      <ListError
        error={lost || empty ? null : log.error}
        updatedAt={updatedAt}
        onRetry={() => (log.isFetchNextPageError ? older() : void log.refetch())}
      />
      {!empty && loaded.length === 0 ? (
        <EmptyState icon={ScrollText} title={t('none.title')} text={t('none.text')} />
      ) : !empty && shown.length === 0 ? (
        <EmptyState
          icon={SearchX}
          title={more ? t('none.searchLoaded', { total }) : t('none.searchAll')}
          {...(more && { text: t('none.searchText') })}
          actions={
            <>
              <Button onClick={() => set({ q: undefined, result: undefined })}>
                {common('action.clearFilters')}
              </Button>
              {more && (
                <Button look="quiet" disabled={isFetchingNextPage} onClick={older}>
                  {t('older')}
                </Button>
              )}
            </>
          }
        />
      ) : (
        <DataGrid<AuditEntry>
          label={t('title')}
          columns={columns}
          look={look}
          total={lines}
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
          topic={JSON.stringify(filter)}
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
