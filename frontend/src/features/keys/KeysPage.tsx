import { Menu } from '@mantine/core';
import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ChevronDown, Download, FileSpreadsheet, Plus, Upload } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMayChange } from '../../api/operator';
import type { Key, KeyWithSecret } from '../../api/types';
import { useCore } from '../../app/core';
import { formatNumber } from '../../i18n/format';
import { Button } from '../../ui/Button';
import { useCommands } from '../../ui/commands';
import { GridOptions } from '../../ui/GridOptions';
import { useGridLook } from '../../ui/gridColumns';
import { ListPage } from '../../ui/ListPage';
import { later } from '../../ui/later';
import { useRootDialog } from '../../ui/RootDialog';
import { useList } from '../../ui/useList';
import { useIsOwner } from '../settings/calls';
import { BulkBar } from './BulkBar';
import { CreateKeyDrawer } from './CreateKeyDrawer';
import { listKeys } from './calls';
import { keyColumns } from './columns';
import { exportKeys } from './exportKeys';
import { countFilters, jobFilter, type KeyWords, noFilter, passes, readFilter } from './filter';
import { KeyFilters } from './KeyFilters';
import { KeySecretDialog } from './KeySecretDialog';
import { NoKeys } from './NoKeys';
import type { Begun } from './useBegun';
import { useKeyActions } from './useKeyActions';
import { useSelection } from './useSelection';

const ImportDialog = later(async () => (await import('../vault/ImportDialog')).ImportDialog);

export function KeysPage() {
  const { t } = useTranslation(['keys', 'vault']);
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/keys' });
  const openId = useParams({ strict: false, select: ({ id }) => id });
  const dialog = useRootDialog();
  const { status, lostAt } = useCore();
  const lost = lostAt !== null;
  const mayChange = useMayChange() && !lost;
  const actions = useKeyActions(mayChange);
  const [creating, setCreating] = useState(false);
  const [begun, setBegun] = useState<Begun>({});
  const [importing, setImporting] = useState(false);
  const owner = useIsOwner();
  const [look, setLook] = useGridLook('keys', ['created', 'labels']);
  const columns = useMemo(() => keyColumns(t), [t]);

  const filter = readFilter(search);
  const topic = JSON.stringify(filter);
  const keys = useList({ name: ['keys'], filter, load: listKeys, lost, passes });
  const selection = useSelection(keys, topic);
  const { chosen } = selection;

  const set = (words: KeyWords) =>
    navigate({ to: '.', search: (before) => ({ ...before, ...words }), replace: true });
  const find = (q: string) => {
    keys.ahead({ ...filter, search: q });
    void set({ q });
  };
  // The start page asks for it by the address, which is then as if nobody had.
  const asked = search.task === 'create' && openId === undefined && mayChange;
  useEffect(() => {
    if (!asked) return;
    setCreating(true);
    setBegun({ ...(search.name && { name: search.name }), ...(search.for && { user: search.for }) });
    void navigate({
      to: '.',
      search: (before) => ({ ...before, task: undefined, name: undefined, for: undefined }),
      replace: true,
    });
  }, [asked, search.name, search.for, navigate]);
  const exporting = () => void exportKeys(filter);
  // Together, so that the palette offers making one first.
  useCommands([
    {
      id: 'create',
      label: t('create'),
      icon: Plus,
      keys: 'C',
      when: mayChange,
      run: () => setCreating(true),
    },
    { id: 'export', label: t('export.does'), icon: Download, when: !lost, run: exporting },
  ]);
  const making = { onClick: () => setCreating(true), disabled: !mayChange, keys: 'C' };
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
  const exportMenu = (
    <Menu position="bottom-end" width={248}>
      <Menu.Target>
        <Button icon={Download} endIcon={ChevronDown} disabled={lost}>
          {t('export.button')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<FileSpreadsheet className="i" aria-hidden="true" />} onClick={exporting}>
          {filtered ? t('export.filtered', { total: formatNumber(keys.count) }) : t('export.csv')}
        </Menu.Item>
        <Menu.Label>{t('bulk.noSecrets')}</Menu.Label>
        {owner && (
          <Menu.Item
            leftSection={<Upload className="i" aria-hidden="true" />}
            onClick={() => setImporting(true)}
          >
            {t('import.open', { ns: 'vault' })}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );

  const bar = mayChange && selection.count > 0 && (
    <BulkBar
      count={selection.count}
      target={chosen.all ? { filter: jobFilter(filter) } : { keys: [...chosen.ids] }}
      chooseAll={selection.more ? { total: keys.count, run: selection.chooseAll } : null}
      onExport={() => void exportKeys(filter, chosen.all ? undefined : [...chosen.ids])}
      onClear={selection.clear}
    />
  );

  return (
    <ListPage<Key>
      title={t('title')}
      count={all}
      buttons={
        <>
          {exportMenu}
          {createButton}
        </>
      }
      filters={
        <KeyFilters
          filter={filter}
          onChange={set}
          onSearch={find}
          end={<GridOptions columns={columns} look={look} onChange={setLook} />}
        />
      }
      list={keys}
      lost={lost}
      failed={t('failed')}
      filtered={filtered}
      blank={
        <NoKeys
          actions={
            <>
              {createButton}
              {owner && (
                <Button look="quiet" disabled={lost} onClick={() => setImporting(true)}>
                  {t('import.open', { ns: 'vault' })}
                </Button>
              )}
            </>
          }
        />
      }
      noMatch={{
        title: filter.search ? t('none.search', { search: filter.search }) : t('none.filters'),
        ...(filter.search && { text: t('none.text') }),
      }}
      onClear={() => set(noFilter)}
      foot={count}
      bar={bar}
      grid={{
        columns,
        look,
        ...actions.rows,
        selection: mayChange || lost ? selection.grid : undefined,
        sort: { by: filter.sort, desc: filter.desc },
        onSort: ({ by, desc }) => set({ sort: by, desc: desc ? 'yes' : undefined }),
        topic,
        openId,
      }}
    >
      <CreateKeyDrawer open={creating} begun={begun} onClose={() => setCreating(false)} onCreated={created} />
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
      <Outlet />
    </ListPage>
  );
}
