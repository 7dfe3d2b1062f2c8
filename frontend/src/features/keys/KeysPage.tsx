import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMayChange } from '../../api/operator';
import type { Key, KeyWithSecret } from '../../api/types';
import { useCore } from '../../app/core';
import { formatNumber } from '../../i18n/format';
import { Button } from '../../ui/Button';
import { DataGrid } from '../../ui/DataGrid';
import { ErrorState } from '../../ui/ErrorState';
import { GridOptions } from '../../ui/GridOptions';
import { useGridLook } from '../../ui/gridColumns';
import { ListError, ListFoot, NoMatch } from '../../ui/ListFrame';
import { PageHead } from '../../ui/PageHead';
import { useRootDialog } from '../../ui/RootDialog';
import { useShortcut } from '../../ui/shortcuts';
import { useWindows } from '../../ui/useWindows';
import { CreateKeyDrawer } from './CreateKeyDrawer';
import { listKeys } from './calls';
import { keyColumns } from './columns';
import { countFilters, readFilter } from './filter';
import { KeyFilters } from './KeyFilters';
import { KeySecretDialog } from './KeySecretDialog';
import { NoKeys } from './NoKeys';
import { hasEnded } from './status';
import { useKeyActions } from './useKeyActions';

const every = 10_000;
/** Rows drawn as bones before the first answer. */
const waiting = 12;

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
  const [range, setRange] = useState({ first: 0, last: 0 });
  const onRange = useCallback((first: number, last: number) => setRange({ first, last }), []);
  const columns = useMemo(() => keyColumns(t), [t]);

  const filter = readFilter(search);
  const load = (offset: number, signal: AbortSignal) => listKeys(filter, offset, signal);
  const keys = useWindows<Key>(['keys', filter], load, range, every);

  const set = (words: Words) =>
    navigate({ to: '.', search: (before) => ({ ...before, ...words }), replace: true });
  const clear = () => set({ q: undefined, status: undefined, account: undefined });

  const create = () => setCreating(true);
  useShortcut(mayChange ? { id: 'create', label: t('createShortcut'), keys: 'C', run: create } : null);
  const created = (key: KeyWithSecret) => {
    setCreating(false);
    dialog.keep(<KeySecretDialog created={key} onClose={dialog.close} />);
  };

  const filtered = filter.search !== '' || countFilters(filter) > 0;
  const none = !keys.empty && keys.total === 0 && !keys.old;
  const all = status?.counts.keys;
  const count =
    filtered && all !== undefined
      ? t('footOf', { shown: formatNumber(keys.total), total: formatNumber(all) })
      : t('foot', { count: keys.total, total: formatNumber(keys.total) });

  const createButton = (
    <Button
      look="primary"
      icon={Plus}
      keys="C"
      disabled={!mayChange}
      title={lost || mayChange ? undefined : t('viewer')}
      onClick={create}
    >
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
      {none ? (
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
          total={keys.empty ? waiting : keys.total}
          row={keys.row}
          rowId={({ id }) => id}
          rowName={({ name }) => name}
          rowEnded={hasEnded}
          rowButton={(key) => (mayChange ? actions.asked(key) : null)}
          actions={(key) => actions.list(key, false)}
          sort={{ by: filter.sort, desc: filter.desc }}
          onSort={({ by, desc }) => set({ sort: by, desc: desc ? 'yes' : undefined })}
          onRange={onRange}
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

  const blank = none && !filtered;
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
