import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMayChange } from '../../api/operator';
import type { Key, KeyWithSecret } from '../../api/types';
import { useCore } from '../../app/core';
import { formatNumber } from '../../i18n/format';
import { Button } from '../../ui/Button';
import { useCommand } from '../../ui/commands';
import { DataGrid } from '../../ui/DataGrid';
import { ErrorState } from '../../ui/ErrorState';
import { GridOptions } from '../../ui/GridOptions';
import { useGridLook } from '../../ui/gridColumns';
import { ListError, ListFoot, NoMatch } from '../../ui/ListFrame';
import { PageHead } from '../../ui/PageHead';
import { useRootDialog } from '../../ui/RootDialog';
import { useList } from '../../ui/useList';
import { CreateKeyDrawer } from './CreateKeyDrawer';
import { listKeys } from './calls';
import { keyColumns } from './columns';
import { countFilters, passes, readFilter } from './filter';
import { KeyFilters } from './KeyFilters';
import { KeySecretDialog } from './KeySecretDialog';
import { NoKeys } from './NoKeys';
import { hasEnded } from './status';
import { useKeyActions } from './useKeyActions';

type Words = Partial<Record<'q' | 'status' | 'account' | 'sort' | 'desc', string | undefined>>;

export function KeysPage() {
  const { t } = useTranslation('keys');
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/keys' });
  const openId = useParams({ strict: false, select: ({ id }) => id });
  const dialog = useRootDialog();
  const { status, lostAt } = useCore();
  const lost = lostAt !== null;
  const mayChange = useMayChange() && !lost;
  const actions = useKeyActions(mayChange);
  const [creating, setCreating] = useState(false);
  const [look, setLook] = useGridLook('keys', ['created']);
  const columns = useMemo(() => keyColumns(t), [t]);

  const filter = readFilter(search);
  const keys = useList<Key>({
    base: ['keys', filter],
    load: (offset, signal) => listKeys(filter, offset, signal),
    lost,
    passes: (key) => passes(key, filter),
  });

  const set = (words: Words) =>
    navigate({ to: '.', search: (before) => ({ ...before, ...words }), replace: true });
  const clear = () => set({ q: undefined, status: undefined, account: undefined });

  const create = () => setCreating(true);
  const making = useCommand({
    id: 'create',
    label: t('create'),
    icon: Plus,
    keys: 'C',
    when: mayChange,
    run: create,
  });
  const created = (key: KeyWithSecret) => {
    setCreating(false);
    dialog.keep(<KeySecretDialog created={key} onClose={dialog.close} />);
  };

  const filtered = filter.search !== '' || countFilters(filter) > 0;
  const all = status?.counts.keys;
  const count =
    filtered && all !== undefined
      ? t('footOf', { shown: formatNumber(keys.count), total: formatNumber(all) })
      : t('foot', { count: keys.count, total: formatNumber(keys.count) });

  const createButton = (
    <Button look="primary" icon={Plus} {...making} title={lost || mayChange ? undefined : t('viewer')}>
      {t('create')}
    </Button>
  );

  const list = (
    <>
      <KeyFilters
        filter={filter}
        onChange={set}
        end={<GridOptions columns={columns} look={look} onChange={setLook} />}
      />
      <ListError error={lost ? null : keys.error} updatedAt={keys.updatedAt} onRetry={keys.retry} />
      {keys.none ? (
        <NoMatch
          title={filter.search ? t('none.search', { search: filter.search }) : t('none.filters')}
          {...(filter.search && { text: t('none.text') })}
          onClear={clear}
        />
      ) : (
        <DataGrid<Key>
          label={t('title')}
          columns={columns}
          look={look}
          total={keys.lines}
          row={keys.row}
          rowId={({ id }) => id}
          rowName={({ name }) => name}
          rowEnded={hasEnded}
          rowButton={(key) => (mayChange ? actions.asked(key) : null)}
          actions={(key) => actions.list(key, false)}
          sort={{ by: filter.sort, desc: filter.desc }}
          onSort={({ by, desc }) => set({ sort: by, desc: desc ? 'yes' : undefined })}
          onRange={keys.onRange}
          onOpen={actions.open}
          onCopy={actions.copyKey}
          stale={lost}
          topic={JSON.stringify(filter)}
          openId={openId}
        />
      )}
      {!keys.empty && <ListFoot lost={lost} count={count} updatedAt={keys.updatedAt} />}
    </>
  );

  const blank = keys.none && !filtered;
  return (
    <>
      <PageHead title={t('title')} {...(all ? { count: all } : {})}>
        {!blank && createButton}
      </PageHead>
      {blank ? (
        <NoKeys create={createButton} />
      ) : keys.empty && keys.error ? (
        <ErrorState error={keys.error} title={t('failed')} onRetry={keys.retry} />
      ) : (
        list
      )}
      <CreateKeyDrawer open={creating} onClose={() => setCreating(false)} onCreated={created} />
      <Outlet />
    </>
  );
}
