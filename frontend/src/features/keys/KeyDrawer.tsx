import { Drawer, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Ellipsis, Pencil, RefreshCw, SearchX, X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError } from '../../api/error';
import { useMayChange } from '../../api/operator';
import { useCore } from '../../app/core';
import { useNow } from '../../i18n/clock';
import { Button, IconButton } from '../../ui/Button';
import { Chip } from '../../ui/Chip';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { Identifier } from '../../ui/Identifier';
import { Keys } from '../../ui/Keys';
import { LayerFocus } from '../../ui/LayerFocus';
import { later } from '../../ui/later';
import { ObjectTabs } from '../../ui/ObjectHead';
import { useReturnFocus } from '../../ui/useReturnFocus';
import { UsageBars } from '../usage/UsageBars';
import { keyQuery } from './calls';
import { EditKeyDrawer } from './EditKeyDrawer';
import { KeyActivity } from './KeyActivity';
import { KeyFacts } from './KeyFacts';
import { KeyTry } from './KeyTry';
import { RotationPanel } from './RotationPanel';
import { StateNote } from './StateNote';
import { shownState, stateLook } from './status';
import { tasks, useKeyActions } from './useKeyActions';
import './keys.css';

const tabs = ['details', 'usage', 'activity', 'try'] as const;

const KeyUsage = later(async () => (await import('../usage/KeyUsage')).KeyUsage);

/** One key, beside the list it is in; its address can be shared. */
export function KeyDrawer() {
  const { t } = useTranslation('keys');
  const { t: common } = useTranslation();
  const navigate = useNavigate();
  const { id } = useParams({ from: '/shell/keys/$id' });
  const { task, tab } = useSearch({ from: '/shell/keys' });
  const { lostAt } = useCore();
  const mayEdit = useMayChange();
  const mayChange = mayEdit && lostAt === null;
  const { data: key, error, refetch } = useQuery(keyQuery(id));
  const actions = useKeyActions(mayChange);
  const now = useNow();
  useReturnFocus();

  const editing = task === 'edit';
  const wanted = tasks.find((each) => each === task && each !== 'edit');
  const close = () =>
    navigate({ to: '/keys', search: (before) => ({ ...before, task: undefined, tab: undefined }) });
  const setTask = (next: 'edit' | undefined) =>
    navigate({ to: '.', search: (before) => ({ ...before, task: next }), replace: true });
  // An address can ask for a dialog; once it is open the address is that of the key again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: done once for each task that is asked for
  useEffect(() => {
    if (!wanted || !key) return;
    void setTask(undefined);
    if (mayChange) actions.begin(wanted, key);
  }, [wanted, key === undefined]);

  const title = key?.name ?? t('drawer.details');
  const state = key ? shownState(key, now) : null;
  const shown = tabs.find((each) => each === tab) ?? 'details';

  return (
    <>
      <Drawer.Root
        opened={!editing}
        onClose={close}
        position="right"
        size="auto"
        transitionProps={{ duration: 0 }}
      >
        <Drawer.Overlay />
        <Drawer.Content className="drawer detail">
          <LayerFocus />
          <div className="head">
            <div className="grow">
              <div className="row">
                <Drawer.Title component="h2" className="cut">
                  {title}
                </Drawer.Title>
                {state && (
                  <Chip tone={stateLook(state).tone} icon={stateLook(state).icon}>
                    {t(`state.${state}`)}
                  </Chip>
                )}
              </div>
              {key && <Identifier text={key.accessKey} what={t('copied.key')} label={t('action.copyKey')} />}
            </div>
            {key && mayChange && (key.state === 'revoked' || key.state === 'expired') ? (
              <Button small icon={Pencil} onClick={() => setTask('edit')}>
                {common('action.edit')}
              </Button>
            ) : (
              key &&
              mayChange && (
                <Button small icon={RefreshCw} onClick={() => actions.begin('rotate', key)}>
                  {t('action.rotate')}
                </Button>
              )
            )}
            {key && (
              <Menu position="bottom-end" width={208}>
                <Menu.Target>
                  <IconButton icon={Ellipsis} small label={common('action.moreActions')} />
                </Menu.Target>
                <Menu.Dropdown>
                  {actions.list(key, true).map((group, at) => [
                    at > 0 && group.length > 0 && <Menu.Divider key={`before-${group[0]?.id}`} />,
                    ...group.map(({ id: action, label, icon: Icon, keys, danger, run }) => (
                      <Menu.Item
                        key={action}
                        className={danger ? 'danger' : ''}
                        leftSection={<Icon className="i" aria-hidden="true" />}
                        rightSection={keys && <Keys keys={keys} />}
                        onClick={run}
                      >
                        {label}
                      </Menu.Item>
                    )),
                  ])}
                </Menu.Dropdown>
              </Menu>
            )}
            <IconButton icon={X} small label={common('action.close')} onClick={close} />
          </div>
          {key ? (
            <>
              <ObjectTabs
                label={t('drawer.parts', { name: key.name })}
                tabs={tabs.map((name) => ({ name, label: t(`tab.${name}`) }))}
                shown={shown}
              />
              <div className="in">
                {shown === 'details' && (
                  <>
                    <StateNote item={key} now={now} mayChange={mayChange} actions={actions} />
                    {key.rotation && (
                      <RotationPanel item={key} rotation={key.rotation} mayChange={mayChange} />
                    )}
                    <UsageBars id={key.id} />
                    <KeyFacts item={key} now={now} />
                  </>
                )}
                {shown === 'usage' && <KeyUsage id={key.id} />}
                {shown === 'activity' && <KeyActivity id={key.id} />}
                {shown === 'try' && <KeyTry item={key} />}
              </div>
            </>
          ) : error && asApiError(error).status === 404 ? (
            <EmptyState
              icon={SearchX}
              title={t('drawer.missing')}
              text={t('drawer.missingText')}
              actions={<Button onClick={close}>{t('drawer.toList')}</Button>}
            />
          ) : (
            error && <ErrorState error={error} onRetry={() => refetch()} />
          )}
        </Drawer.Content>
      </Drawer.Root>
      {key && <EditKeyDrawer item={key} open={editing && mayEdit} onClose={() => setTask(undefined)} />}
    </>
  );
}
