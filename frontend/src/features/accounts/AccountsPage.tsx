import { useNavigate, useSearch } from '@tanstack/react-router';
import { Building2, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMayChange } from '../../api/operator';
import type { Account } from '../../api/types';
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
import { CreateAccountDrawer } from './CreateAccountDrawer';
import { listAccounts } from './calls';
import { accountColumns } from './columns';
import { passes, readFilter } from './filter';
import { useAccountActions } from './useAccountActions';

export function AccountsPage() {
  const { t } = useTranslation('accounts');
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/accounts' });
  const { lostAt } = useCore();
  const lost = lostAt !== null;
  const mayChange = useMayChange() && !lost;
  const actions = useAccountActions(mayChange);
  const [creating, setCreating] = useState(false);
  const [look, setLook] = useGridLook('accounts');
  const columns = useMemo(() => accountColumns(t), [t]);

  const filter = readFilter(search);
  const accounts = useList({ name: ['accounts'], filter, load: listAccounts, lost, passes });
  const set = (words: Partial<Record<'q' | 'sort' | 'desc', string | undefined>>) =>
    navigate({ to: '.', search: (before) => ({ ...before, ...words }), replace: true });
  const find = (q: string) => {
    accounts.ahead({ ...filter, search: q });
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
  const createButton = (
    <Button look="primary" icon={Plus} {...making} title={lost || mayChange ? undefined : t('viewer')}>
      {t('create')}
    </Button>
  );
  return (
    <ListPage<Account>
      title={t('title')}
      count={filter.search === '' ? accounts.count : undefined}
      buttons={mayChange && createButton}
      filters={
        <search className="filters">
          <SearchField value={filter.search} onSearch={find} label={t('search')} />
          <span className="grow" />
          <GridOptions columns={columns} look={look} onChange={setLook} />
        </search>
      }
      list={accounts}
      lost={lost}
      failed={t('failed')}
      filtered={filter.search !== ''}
      blank={
        <EmptyState
          icon={Building2}
          title={t('empty.title')}
          text={t('empty.text')}
          actions={mayChange && createButton}
        />
      }
      noMatch={{ title: t('none.search', { search: filter.search }), text: t('none.text') }}
      onClear={() => set({ q: undefined })}
      foot={t('foot', { count: accounts.count, total: formatNumber(accounts.count) })}
      grid={{
        columns,
        look,
        rowId: ({ id }) => id,
        rowName: ({ name }) => name,
        actions: actions.list,
        sort: { by: filter.sort, desc: filter.desc },
        onSort: ({ by, desc }) => set({ sort: by, desc: desc ? 'yes' : undefined }),
        onOpen: actions.open,
        onCopy: actions.copyId,
        topic: JSON.stringify(filter),
      }}
    >
      <CreateAccountDrawer open={creating} onClose={() => setCreating(false)} />
    </ListPage>
  );
}
