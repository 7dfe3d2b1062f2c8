import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import { useMayChange } from '../../api/operator';
import type { AuthHeader, AuthHeaderWithToken } from '../../api/types';
import { useCore } from '../../app/core';
import { formatNumber } from '../../i18n/format';
import { Button } from '../../ui/Button';
import { useCommand } from '../../ui/commands';
import { DataGrid } from '../../ui/DataGrid';
import { ErrorState } from '../../ui/ErrorState';
import { FilterMenu, FilterPick, FilterRow } from '../../ui/Filters';
import { GridOptions } from '../../ui/GridOptions';
import { useGridLook } from '../../ui/gridColumns';
import { ListError, ListFoot, NoMatch } from '../../ui/ListFrame';
import { PageHead } from '../../ui/PageHead';
import { useRootDialog } from '../../ui/RootDialog';
import { SearchField } from '../../ui/SearchField';
import { useList } from '../../ui/useList';
import { CreateHeaderDrawer } from './CreateHeaderDrawer';
import { listHeaders } from './calls';
import { headerColumns } from './columns';
import { countFilters, passes, readFilter, type Words } from './filter';
import { HeaderSecretDialog } from './HeaderSecretDialog';
import { NoHeaders } from './NoHeaders';
import { headerStates } from './status';
import { useHeaderActions } from './useHeaderActions';

async function findUsers(text: string, signal: AbortSignal): Promise<string[]> {
  const query = { search: text, limit: 50 };
  const { items } = await take(api.GET('/api/v1/users', { params: { query }, signal }));
  return items.map(({ username }) => username);
}

export function AuthHeadersPage() {
  const { t } = useTranslation('authheaders');
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/auth-headers' });
  const openId = useParams({ strict: false, select: ({ id }) => id });
  const dialog = useRootDialog();
  const { lostAt } = useCore();
  const lost = lostAt !== null;
  const mayChange = useMayChange() && !lost;
  const actions = useHeaderActions(mayChange);
  const [creating, setCreating] = useState(false);
  const [look, setLook] = useGridLook('auth-headers');
  const columns = useMemo(() => headerColumns(t), [t]);

  const filter = readFilter(search);
  const headers = useList<AuthHeader>({
    base: ['authheaders', filter],
    load: (offset, signal) => listHeaders(filter, offset, signal),
    lost,
    passes: (header) => passes(header, filter),
  });

  const set = (words: Words) =>
    navigate({ to: '.', search: (before) => ({ ...before, ...words }), replace: true });

  const create = () => setCreating(true);
  const making = useCommand({
    id: 'create',
    label: t('create'),
    icon: Plus,
    keys: 'C',
    when: mayChange,
    run: create,
  });
  const created = (header: AuthHeaderWithToken) => {
    setCreating(false);
    dialog.keep(<HeaderSecretDialog created={header} onClose={dialog.close} />);
  };

  const filtered = filter.search !== '' || countFilters(filter) > 0;
  const count = t('foot', { count: headers.count, total: formatNumber(headers.count) });

  const createButton = (
    <Button look="primary" icon={Plus} {...making} title={lost || mayChange ? undefined : t('viewer')}>
      {t('create')}
    </Button>
  );
  const list = (
    <>
      <FilterRow
        search={<SearchField value={filter.search} onSearch={(q) => set({ q })} label={t('search')} />}
        count={countFilters(filter)}
        onClear={() => set({ status: undefined, user: undefined })}
        end={<GridOptions columns={columns} look={look} onChange={setLook} />}
      >
        <FilterMenu
          label={t('filter.status')}
          all={t('filter.all')}
          options={headerStates.map((value) => ({ value, label: t(`state.${value}`) }))}
          chosen={filter.states}
          onChange={(states) => set({ status: states.join(',') })}
        />
        <FilterPick
          label={t('filter.user')}
          any={t('filter.any')}
          searchLabel={t('filter.searchUsers')}
          none={t('filter.noUser')}
          chosen={filter.user}
          find={findUsers}
          onChange={(user) => set({ user })}
        />
      </FilterRow>
      <ListError error={lost ? null : headers.error} updatedAt={headers.updatedAt} onRetry={headers.retry} />
      {headers.none ? (
        <NoMatch
          title={filter.search ? t('none.search', { search: filter.search }) : t('none.filters')}
          {...(filter.search && { text: t('none.text') })}
          onClear={() => set({ q: undefined, status: undefined, user: undefined })}
        />
      ) : (
        <DataGrid<AuthHeader>
          label={t('title')}
          columns={columns}
          look={look}
          total={headers.lines}
          row={headers.row}
          rowId={({ id }) => id}
          rowName={({ name }) => name}
          rowEnded={({ state }) => state === 'deleted'}
          rowButton={actions.asked}
          actions={actions.list}
          sort={{ by: filter.sort, desc: filter.desc }}
          onSort={({ by, desc }) => set({ sort: by, desc: desc ? 'yes' : undefined })}
          onRange={headers.onRange}
          onOpen={actions.open}
          onCopy={actions.copyHint}
          stale={lost}
          topic={JSON.stringify(filter)}
          openId={openId}
        />
      )}
      {!headers.empty && <ListFoot lost={lost} count={count} updatedAt={headers.updatedAt} />}
    </>
  );
  const blank = headers.none && !filtered;
  return (
    <>
      <PageHead title={t('title')} {...(headers.count > 0 && !filtered ? { count: headers.count } : {})}>
        {!blank && createButton}
      </PageHead>
      {blank ? (
        <NoHeaders create={createButton} />
      ) : headers.empty && headers.error ? (
        <ErrorState error={headers.error} title={t('failed')} onRetry={headers.retry} />
      ) : (
        list
      )}
      <CreateHeaderDrawer open={creating} onClose={() => setCreating(false)} onCreated={created} />
      <Outlet />
    </>
  );
}
