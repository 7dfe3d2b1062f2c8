import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Download, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMayChange } from '../../api/operator';
import type { AuthHeader, AuthHeaderWithToken } from '../../api/types';
import { useCore } from '../../app/core';
import { formatNumber } from '../../i18n/format';
import { Button } from '../../ui/Button';
import { useCommands } from '../../ui/commands';
import { FilterMenu, FilterPick, FilterRow } from '../../ui/Filters';
import { GridOptions } from '../../ui/GridOptions';
import { useGridLook } from '../../ui/gridColumns';
import { ListPage } from '../../ui/ListPage';
import { useRootDialog } from '../../ui/RootDialog';
import { SearchField } from '../../ui/SearchField';
import { saveList } from '../../ui/saveList';
import { useList } from '../../ui/useList';
import { findUsers } from '../people/find';
import { CreateHeaderDrawer } from './CreateHeaderDrawer';
import { listHeaders } from './calls';
import { headerColumns } from './columns';
import { countFilters, passes, readFilter, type Words } from './filter';
import { HeaderSecretDialog } from './HeaderSecretDialog';
import { NoHeaders } from './NoHeaders';
import { headerStates } from './status';
import { useHeaderActions } from './useHeaderActions';

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
  const headers = useList({ name: ['authheaders'], filter, load: listHeaders, lost, passes });

  const set = (words: Words) =>
    navigate({ to: '.', search: (before) => ({ ...before, ...words }), replace: true });
  const find = (q: string) => {
    headers.ahead({ ...filter, search: q });
    void set({ q });
  };

  const create = () => setCreating(true);
  const created = (header: AuthHeaderWithToken) => {
    setCreating(false);
    dialog.keep(<HeaderSecretDialog created={header} onClose={dialog.close} />);
  };

  const exporting = () => {
    const { search: text, states, user } = filter;
    const words = {
      ...(text && { search: text }),
      ...(states.length > 0 && { state: states.join(',') }),
      ...(user && { user }),
    };
    return saveList(
      'auth-headers.csv',
      `/api/v1/authheaders.csv?${new URLSearchParams(words)}`,
      t('exported'),
    );
  };
  // Together, so that the palette offers making one first.
  useCommands([
    {
      id: 'create',
      label: t('create'),
      icon: Plus,
      keys: 'C',
      when: mayChange,
      run: create,
    },
    { id: 'export', label: t('export'), icon: Download, when: !lost, run: () => void exporting() },
  ]);
  const making = { onClick: create, disabled: !mayChange, keys: 'C' };

  const filtered = filter.search !== '' || countFilters(filter) > 0;
  const createButton = (
    <Button look="primary" icon={Plus} {...making} title={lost || mayChange ? undefined : t('viewer')}>
      {t('create')}
    </Button>
  );
  return (
    <ListPage<AuthHeader>
      title={t('title')}
      count={filtered ? undefined : headers.count}
      buttons={
        <>
          <Button icon={Download} disabled={lost} onClick={() => void exporting()}>
            {t('export')}
          </Button>
          {createButton}
        </>
      }
      filters={
        <FilterRow
          search={<SearchField value={filter.search} onSearch={find} label={t('search')} />}
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
      }
      list={headers}
      lost={lost}
      failed={t('failed')}
      filtered={filtered}
      blank={<NoHeaders create={createButton} />}
      noMatch={{
        title: filter.search ? t('none.search', { search: filter.search }) : t('none.filters'),
        ...(filter.search && { text: t('none.text') }),
      }}
      onClear={() => set({ q: undefined, status: undefined, user: undefined })}
      foot={t('foot', { count: headers.count, total: formatNumber(headers.count) })}
      grid={{
        columns,
        look,
        ...actions.rows,
        sort: { by: filter.sort, desc: filter.desc },
        onSort: ({ by, desc }) => set({ sort: by, desc: desc ? 'yes' : undefined }),
        topic: JSON.stringify(filter),
        openId,
      }}
    >
      <CreateHeaderDrawer open={creating} onClose={() => setCreating(false)} onCreated={created} />
      <Outlet />
    </ListPage>
  );
}
