import { Drawer } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Circle, CircleX, Pencil, SearchX, ShieldAlert, Trash2, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { asApiError } from '../../api/error';
import { useMayChange } from '../../api/operator';
import type { AuthHeader } from '../../api/types';
import { useCore } from '../../app/core';
import { useNow } from '../../i18n/clock';
import { formatAgo, formatDateTime } from '../../i18n/format';
import { Note } from '../../ui/Banner';
import { Button, IconButton } from '../../ui/Button';
import { Chip } from '../../ui/Chip';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { Identifier } from '../../ui/Identifier';
import { KeyValue } from '../../ui/KeyValue';
import { LayerFocus } from '../../ui/LayerFocus';
import { useReturnFocus } from '../../ui/useReturnFocus';
import { headerQuery } from './calls';
import { EditHeaderDrawer } from './EditHeaderDrawer';
import { shownState, stateLook } from './status';
import { useHeaderActions } from './useHeaderActions';

/** One auth header, beside the list it is in. Never its token. */
export function AuthHeaderDrawer() {
  const { t } = useTranslation('authheaders');
  const { t: common } = useTranslation();
  const navigate = useNavigate();
  const { id } = useParams({ from: '/shell/auth-headers/$id' });
  const { edit } = useSearch({ from: '/shell/auth-headers' });
  const { lostAt } = useCore();
  const mayEdit = useMayChange();
  const mayChange = mayEdit && lostAt === null;
  const { data: header, error, refetch } = useQuery(headerQuery(id));
  const actions = useHeaderActions(mayChange);
  const now = useNow();
  useReturnFocus();

  const close = () => navigate({ to: '/auth-headers', search: (before) => ({ ...before, edit: undefined }) });
  const editing = (on: boolean) =>
    navigate({ to: '.', search: (before) => ({ ...before, edit: on ? 'yes' : undefined }), replace: true });
  const state = header ? shownState(header, now) : null;
  const open = header && mayChange && header.state !== 'deleted';

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
          <LayerFocus />
          <div className="head">
            <div className="grow">
              <div className="row">
                <Drawer.Title component="h2" className="cut">
                  {header?.name ?? t('title')}
                </Drawer.Title>
                {state && (
                  <Chip tone={stateLook(state).tone} icon={stateLook(state).icon}>
                    {t(`state.${state}`)}
                  </Chip>
                )}
              </div>
              {header && (
                <div className="mono t2" translate="no" dir="ltr" style={{ marginTop: 2 }}>
                  {header.hint}
                  {'\u2026'}
                </div>
              )}
            </div>
            {open && (
              <>
                <Button small icon={Pencil} onClick={() => editing(true)}>
                  {common('action.edit')}
                </Button>
                <Button small look="dangerline" icon={Trash2} onClick={() => actions.remove(header)}>
                  {t('action.delete')}
                </Button>
              </>
            )}
            <IconButton icon={X} small label={common('action.close')} onClick={close} />
          </div>
          {header ? (
            <div className="in">
              <StateNote item={header} />
              <Facts item={header} now={now} />
              {header.state === 'active' && (
                <p className="t3 s12">{t('drawer.privacy', { user: header.user.username })}</p>
              )}
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
      {header && (
        <EditHeaderDrawer item={header} open={edit === 'yes' && mayEdit} onClose={() => editing(false)} />
      )}
    </>
  );
}

function StateNote({ item }: { item: AuthHeader }) {
  const { t } = useTranslation('authheaders');
  if (item.state === 'deleted' && item.deletedAt) {
    return (
      <Note tone="danger" icon={CircleX}>
        {t('drawer.deleted', { date: formatDateTime(item.deletedAt), name: item.deletedBy })}
      </Note>
    );
  }
  if (item.state === 'expired' && item.expires) {
    return (
      <Note tone="info" icon={Circle}>
        {t('drawer.expired', { date: formatDateTime(item.expires) })}
      </Note>
    );
  }
  if (item.blocked !== '') {
    return (
      <Note tone="danger" icon={ShieldAlert}>
        {t('blocked', { user: item.user.username })}
      </Note>
    );
  }
  return null;
}

function Facts({ item, now }: { item: AuthHeader; now: number }) {
  const { t } = useTranslation('authheaders');
  const { lastUsed } = item;
  const byWhom = (moment: string, name: string) => t('drawer.byWhom', { date: formatDateTime(moment), name });
  return (
    <KeyValue
      entries={[
        {
          label: t('drawer.user'),
          value: (
            <Link className="cut" to="/users/$id" params={{ id: item.user.id }} translate="no">
              {item.user.username}
            </Link>
          ),
        },
        {
          label: t('drawer.expires'),
          value: item.expires ? formatDateTime(item.expires) : t('drawer.never'),
        },
        {
          label: t('drawer.used'),
          value: lastUsed
            ? t('drawer.atPlace', { when: formatAgo(lastUsed.at, now), address: lastUsed.address })
            : t('cell.never'),
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
        {
          label: t('drawer.id'),
          value: <Identifier text={item.id} what={t('drawer.id')} />,
        },
        { label: t('drawer.created'), value: byWhom(item.createdAt, item.createdBy) },
        { label: t('drawer.changed'), value: byWhom(item.updatedAt, item.updatedBy) },
      ]}
    />
  );
}
