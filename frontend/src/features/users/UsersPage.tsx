import { useNavigate, useSearch } from '@tanstack/react-router';
import { Plus, Users } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '../../api/types';
import { useCore } from '../../app/core';
import { formatNumber } from '../../i18n/format';
import { Button } from '../../ui/Button';
import { useCommand } from '../../ui/commands';
import { DataGrid } from '../../ui/DataGrid';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { GridOptions } from '../../ui/GridOptions';
import { useGridLook } from '../../ui/gridColumns';
import { ListError, ListFoot, NoMatch } from '../../ui/ListFrame';
import { PageHead } from '../../ui/PageHead';
import { SearchField } from '../../ui/SearchField';
import { useList } from '../../ui/useList';
import { CreateUserDrawer } from './CreateUserDrawer';
import { listUsers } from './calls';
import { userColumns } from './columns';
import { passes, readFilter } from './filter';
import { useRole } from './useRole';
import { useUserActions } from './useUserActions';

export function UsersPage() {
  const { t } = useTranslation('users');
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/users' });
  const lost = useCore().lostAt !== null;
  const { mayChange, mayTouch } = useRole();
  const actions = useUserActions(mayTouch);
  const [creating, setCreating] = useState(false);
  const [look, setLook] = useGridLook('users', ['created']);
  const columns = useMemo(() => userColumns(t), [t]);

  const filter = readFilter(search);
  const users = useList<User>({
    base: ['users', 'list', filter],
    load: (offset, signal) => listUsers(filter, offset, signal),
    lost,
    passes: (user) => passes(user, filter),
  });
  const set = (words: Partial<Record<'q' | 'sort' | 'desc', string | undefined>>) =>
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
  const createButton = mayChange && (
    <Button look="primary" icon={Plus} {...making}>
      {t('create')}
    </Button>
  );
  const blank = users.none && filter.search === '';
  const list = (
    <>
      <search className="filters">
        <SearchField value={filter.search} onSearch={(q) => set({ q })} label={t('search')} />
        <span className="grow" />
        <GridOptions columns={columns} look={look} onChange={setLook} />
      </search>
      <ListError error={lost ? null : users.error} updatedAt={users.updatedAt} onRetry={users.retry} />
      {users.none ? (
        <NoMatch
          title={t('none.search', { search: filter.search })}
          text={t('none.text')}
          onClear={() => set({ q: undefined })}
        />
      ) : (
        <DataGrid<User>
          label={t('title')}
          columns={columns}
          look={look}
          total={users.lines}
          row={users.row}
          rowId={({ id }) => id}
          rowName={({ username }) => username}
          rowEnded={({ disabled }) => disabled}
          actions={actions.list}
          sort={{ by: filter.sort, desc: filter.desc }}
          onSort={({ by, desc }) => set({ sort: by, desc: desc ? 'yes' : undefined })}
          onRange={users.onRange}
          onOpen={actions.open}
          onCopy={actions.copyName}
          stale={lost}
          topic={JSON.stringify(filter)}
          openId={undefined}
        />
      )}
      {!users.empty && (
        <ListFoot
          lost={lost}
          count={t('foot', { count: users.count, total: formatNumber(users.count) })}
          updatedAt={users.updatedAt}
        />
      )}
    </>
  );
  return (
    <>
      <PageHead
        title={t('title')}
        {...(users.count > 0 && filter.search === '' ? { count: users.count } : {})}
      >
        {!blank && createButton}
      </PageHead>
      {blank ? (
        <EmptyState icon={Users} title={t('empty.title')} text={t('empty.text')} actions={createButton} />
      ) : users.empty && users.error ? (
        <ErrorState error={users.error} title={t('failed')} onRetry={users.retry} />
      ) : (
        list
      )}
      <CreateUserDrawer
        open={creating}
        onClose={() => setCreating(false)}
        onCreated={() => setCreating(false)}
      />
    </>
  );
}
