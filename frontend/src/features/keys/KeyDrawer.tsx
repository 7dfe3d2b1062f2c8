import { Drawer, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Ban, Circle, Clock, Ellipsis, Pause, Pencil, SearchX, ShieldAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError } from '../../api/error';
import { useMayChange } from '../../api/operator';
import type { Key } from '../../api/types';
import { useCore } from '../../app/core';
import { useNow } from '../../i18n/clock';
import { formatAgo, formatDateTime } from '../../i18n/format';
import { Note } from '../../ui/Banner';
import { Button, IconButton } from '../../ui/Button';
import { Chip } from '../../ui/Chip';
import { CopyButton } from '../../ui/CopyButton';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { KeyValue } from '../../ui/KeyValue';
import { useReturnFocus } from '../../ui/useReturnFocus';
import { keyQuery } from './calls';
import { EditKeyDrawer } from './EditKeyDrawer';
import { shownState, stateLook } from './status';
import { useKeyActions } from './useKeyActions';
import './keys.css';

/** One key, beside the list it is in; its address can be shared. */
export function KeyDrawer() {
  const { t } = useTranslation('keys');
  const { t: common } = useTranslation();
  const navigate = useNavigate();
  const { id } = useParams({ from: '/shell/keys/$id' });
  const { edit } = useSearch({ from: '/shell/keys' });
  const { lostAt } = useCore();
  const mayChange = useMayChange() && lostAt === null;
  const { data: key, error, refetch } = useQuery(keyQuery(id));
  const actions = useKeyActions(mayChange);
  const now = useNow();
  useReturnFocus();

  const close = () => navigate({ to: '/keys', search: (before) => ({ ...before, edit: undefined }) });
  const editing = (on: boolean) =>
    navigate({ to: '.', search: (before) => ({ ...before, edit: on ? 'yes' : undefined }), replace: true });
  const title = key?.name ?? t('drawer.details');
  const state = key ? shownState(key, now) : null;

  return (
    <>
      <Drawer.Root
        opened={edit !== 'yes'}
        onClose={close}
        position="right"
        size="auto"
        transitionProps={{ duration: 0 }}
      >
        <Drawer.Overlay />
        <Drawer.Content className="drawer detail">
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
              {key && (
                <div className="row" style={{ gap: 4, marginTop: 2 }}>
                  <span className="mono t2 cut" translate="no" dir="ltr" title={key.accessKey}>
                    {key.accessKey}
                  </span>
                  <CopyButton bare text={key.accessKey} what={t('copied.key')} label={t('action.copyKey')} />
                </div>
              )}
            </div>
            {key && mayChange && key.state !== 'revoked' && (
              <Button small icon={Pencil} onClick={() => editing(true)}>
                {common('action.edit')}
              </Button>
            )}
            {key && (
              <Menu position="bottom-end" width={208}>
                <Menu.Target>
                  <IconButton icon={Ellipsis} small label={common('action.moreActions')} />
                </Menu.Target>
                <Menu.Dropdown>
                  {actions.list(key, true).map((group, at) => [
                    at > 0 && group.length > 0 && <Menu.Divider key={`before-${group[0]?.id}`} />,
                    ...group.map(({ id: action, label, icon: Icon, danger, run }) => (
                      <Menu.Item
                        key={action}
                        className={danger ? 'danger' : ''}
                        leftSection={<Icon className="i" aria-hidden="true" />}
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
            <div className="in">
              <StateNote item={key} now={now} mayChange={mayChange} actions={actions} />
              <Facts item={key} now={now} />
            </div>
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
      {key && <EditKeyDrawer item={key} open={edit === 'yes' && mayChange} onClose={() => editing(false)} />}
    </>
  );
}

interface StateNoteProps {
  item: Key;
  now: number;
  mayChange: boolean;
  actions: ReturnType<typeof useKeyActions>;
}

/** Why a key does not work, and the button that mends it. */
function StateNote({ item, now, mayChange, actions }: StateNoteProps) {
  const { t } = useTranslation('keys');
  const button = (label: string, run: () => void) =>
    mayChange && (
      <div style={{ marginTop: 8 }}>
        <Button small onClick={run}>
          {label}
        </Button>
      </div>
    );
  if (item.state === 'revoked') {
    return (
      <Note tone="danger" icon={Ban}>
        {t('drawer.revoked', {
          date: item.revokedAt ? formatDateTime(item.revokedAt) : '',
          name: item.revokedBy,
        })}{' '}
        {item.revokedReason && t('drawer.reason', { reason: item.revokedReason })}
      </Note>
    );
  }
  if (item.state === 'expired' && item.expires) {
    return (
      <Note tone="info" icon={Circle}>
        {t('drawer.expired', { date: formatDateTime(item.expires) })}
        {button(t('action.renew'), () => actions.edit(item))}
      </Note>
    );
  }
  if (item.state === 'paused' && item.pausedAt) {
    return (
      <Note tone="info" icon={Pause}>
        {t('drawer.paused', { date: formatDateTime(item.pausedAt), name: item.pausedBy })}
        {button(t('action.resume'), () => actions.resume(item))}
      </Note>
    );
  }
  if (item.state === 'pending') {
    const waits = item.activated && item.notBefore !== null && new Date(item.notBefore).getTime() > now;
    return (
      <Note tone="warn" icon={Clock}>
        {waits
          ? t('drawer.pendingStart', { date: formatDateTime(item.notBefore ?? '') })
          : t('drawer.pendingActivate')}
        {!item.activated && button(t('action.activate'), () => actions.activate(item))}
      </Note>
    );
  }
  if (item.blocked !== '') {
    return (
      <Note tone="danger" icon={ShieldAlert}>
        {t(`blocked.${item.blocked}`, { user: item.user.username, account: item.account.name })}
      </Note>
    );
  }
  return null;
}

function Facts({ item, now }: { item: Key; now: number }) {
  const { t } = useTranslation('keys');
  const words = (chosen: string[] | null, effective: string[]): ReactNode => (
    <span className="tags">
      {effective.map((word) => (
        <span className="tag" key={word} translate="no">
          {word}
        </span>
      ))}
      <span className="t3 s12" style={{ lineHeight: '20px' }}>
        {chosen === null ? t('drawer.allOf') : effective.length === 0 && t('drawer.none')}
      </span>
    </span>
  );
  const when = (moment: string) => <time dateTime={moment}>{formatDateTime(moment)}</time>;
  const byWhom = (moment: string, name: string) => t('drawer.byWhom', { date: formatDateTime(moment), name });
  const { lastUsed } = item;
  return (
    <>
      <section className="cols2">
        <KeyValue
          entries={[
            { label: t('drawer.user'), value: <div className="cut">{item.user.username}</div> },
            { label: t('drawer.account'), value: <div className="cut">{item.account.name}</div> },
            { label: t('drawer.roles'), value: words(item.roles, item.effectiveRoles) },
            { label: t('drawer.permissions'), value: words(item.permissions, item.effectivePermissions) },
          ]}
        />
        <KeyValue
          entries={[
            { label: t('drawer.expires'), value: item.expires ? when(item.expires) : t('drawer.noExpiry') },
            ...(item.notBefore ? [{ label: t('drawer.starts'), value: when(item.notBefore) }] : []),
            {
              label: t('drawer.used'),
              value: (
                <div className="cut">
                  {lastUsed
                    ? t('drawer.atPlace', {
                        when: formatAgo(lastUsed.at, now),
                        address: lastUsed.address,
                      })
                    : t('cell.never')}
                </div>
              ),
            },
            ...(lastUsed?.agent
              ? [
                  {
                    label: t('drawer.with'),
                    value: (
                      <div className="cut" title={lastUsed.agent}>
                        {lastUsed.agent}
                      </div>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </section>
      <KeyValue
        entries={[
          { label: t('drawer.note'), value: item.note || <span className="t3">{t('drawer.none')}</span> },
          {
            label: t('drawer.id'),
            value: (
              <span className="row" style={{ gap: 4, height: 28 }}>
                <span className="mono cut" translate="no" dir="ltr">
                  {item.id}
                </span>
                <CopyButton bare text={item.id} what={t('copied.id')} label={t('action.copyId')} />
              </span>
            ),
          },
          { label: t('drawer.created'), value: byWhom(item.createdAt, item.createdBy) },
          { label: t('drawer.changed'), value: byWhom(item.updatedAt, item.updatedBy) },
        ]}
      />
    </>
  );
}
