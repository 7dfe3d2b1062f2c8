import { useNavigate, useSearch } from '@tanstack/react-router';
import { Plus, Users } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '../../api/types';
import { useCore } from '../../app/core';
import { formatNumber } from '../../i18n/format';
import { Button } from '../../ui/Button';
import { useCommand } from '../../ui/commands';
import { EmptyState } from '../../ui/EmptyState';
import { GridOptions } from '../../ui/GridOptions';
import { useGridLook } from '../../ui/gridColumns';
import { ListPage } from '../../ui/ListPage';
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
  const users = useList({ name: ['users', 'list'], filter, load: listUsers, lost, passes });
  const set = (words: Partial<Record<'q' | 'sort' | 'desc', string | undefined>>) =>
    navigate({ to: '.', search: (before) => ({ ...before, ...words }), replace: true });
  const find = (q: string) => {
    users.ahead({ ...filter, search: q });
    void set({ q });
  };

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
  return (
    <ListPage<User>
      title={t('title')}
      count={filter.search === '' ? users.count : undefined}
      buttons={createButton}
      filters={
        <search className="filters">
          <SearchField value={filter.search} onSearch={find} label={t('search')} />
          <span className="grow" />
          <GridOptions columns={columns} look={look} onChange={setLook} />
        </search>
      }
      list={users}
      lost={lost}
      failed={t('failed')}
      filtered={filter.search !== ''}
      blank={
        <EmptyState icon={Users} title={t('empty.title')} text={t('empty.text')} actions={createButton} />
      }
      noMatch={{ title: t('none.search', { search: filter.search }), text: t('none.text') }}
      onClear={() => set({ q: undefined })}
      foot={t('foot', { count: users.count, total: formatNumber(users.count) })}
      grid={{
        columns,
        look,
        rowId: ({ id }) => id,
        rowName: ({ username }) => username,
        rowEnded: ({ disabled }) => disabled,
        actions: actions.list,
        sort: { by: filter.sort, desc: filter.desc },
        onSort: ({ by, desc }) => set({ sort: by, desc: desc ? 'yes' : undefined }),
        onOpen: actions.open,
        onCopy: actions.copyName,
        topic: JSON.stringify(filter),
      }}
    >
      <CreateUserDrawer
        open={creating}
        onClose={() => setCreating(false)}
        onCreated={() => setCreating(false)}
      />
    </ListPage>
  );
}
