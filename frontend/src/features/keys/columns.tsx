import type { TFunction } from 'i18next';
import type { Key } from '../../api/types';
import {
  formatAgo as agoText,
  formatDate,
  formatDateTime,
  formatRelative,
  formatShortDate,
  formatShortDateTime,
} from '../../i18n/format';
import { Chip } from '../../ui/Chip';
import type { GridColumn } from '../../ui/gridColumns';
import { agoTime, relativeTime } from '../../ui/times';
import { endsSoon, shownState, stateLook } from './status';

type Words = TFunction<'keys'>;

function expiresCell(key: Key, t: Words, now: number) {
  if (key.state === 'revoked') {
    return {
      first: t('cell.none'),
      second: key.expires ? t('cell.was', { date: formatDate(key.expires) }) : '',
    };
  }
  if (key.expires === null) {
    return { first: t('cell.noExpiry'), second: t('cell.since', { date: formatDate(key.createdAt) }) };
  }
  // Where the hour matters it is said: when the end is near or over.
  const exact = endsSoon(key.expires, now) ? formatDateTime(key.expires) : formatDate(key.expires);
  return { first: relativeTime(key.expires, now), second: exact };
}

function usedSecond(key: Key, t: Words, now: number): string {
  if (key.state === 'revoked' && key.revokedAt) {
    return t('cell.revokedBy', { date: formatShortDate(key.revokedAt, now), name: key.revokedBy });
  }
  if (key.state === 'paused') return t('cell.pausedBy', { name: key.pausedBy });
  if (key.state === 'pending') {
    if (!key.activated) return t('cell.inactive');
    if (key.notBefore && new Date(key.notBefore).getTime() > now) {
      return t('cell.starts', { date: formatShortDateTime(key.notBefore, now) });
    }
  }
  const old = key.rotation?.old.lastUsed;
  if (key.rotation) return old ? t('cell.oldSecret', { when: agoText(old.at, now) }) : t('cell.oldUnused');
  return key.lastUsed?.address ?? t('cell.since', { date: formatDate(key.createdAt) });
}

export function keyColumns(t: Words): GridColumn<Key>[] {
  return [
    {
      id: 'name',
      title: t('column.name'),
      sort: 'name',
      render: (key) => (
        <>
          <div className="l1 name" title={key.name}>
            {key.name}
          </div>
          <div className="l2 mono" translate="no" dir="ltr">
            {key.accessKey.length > 16 ? `${key.accessKey.slice(0, 12)}\u2026` : key.accessKey}
          </div>
        </>
      ),
    },
    {
      id: 'status',
      title: t('column.status'),
      width: 160,
      narrowWidth: 116,
      sort: 'state',
      render: (key, now) => {
        const state = shownState(key, now);
        const { tone, icon } = stateLook(state);
        const why =
          key.blocked === ''
            ? undefined
            : t(`blocked.${key.blocked}`, { user: key.user.username, account: key.account.name });
        return (
          <>
            <Chip tone={tone} icon={icon} {...(state === 'blocked' && why ? { title: why } : {})}>
              {t(`state.${state}`)}
            </Chip>
            {state === 'rotating' && key.rotation && (
              <span className="t3 s12 num wide-only"> {formatRelative(key.rotation.until, now)}</span>
            )}
          </>
        );
      },
    },
    {
      id: 'account',
      title: t('column.account'),
      width: 184,
      wideOnly: true,
      optional: true,
      sort: 'account',
      render: (key) => (
        <>
          <div className="l1" title={key.account.name}>
            {key.account.name}
          </div>
          <div className="l2" title={key.user.username} translate="no">
            {key.user.username}
          </div>
        </>
      ),
    },
    {
      id: 'expires',
      title: t('column.expires'),
      width: 144,
      narrowWidth: 148,
      optional: true,
      sort: 'expires',
      render: (key, now) => {
        const { first, second } = expiresCell(key, t, now);
        return (
          <>
            <div className="l1 num">{first}</div>
            <div className="l2 num">{second}</div>
          </>
        );
      },
    },
    {
      id: 'used',
      title: t('column.used'),
      width: 168,
      narrowWidth: 148,
      optional: true,
      sort: 'lastUsed',
      render: (key, now) => {
        const second = usedSecond(key, t, now);
        return (
          <>
            <div className="l1 num">{key.lastUsed ? agoTime(key.lastUsed.at, now) : t('cell.never')}</div>
            <div className="l2 num" title={second}>
              {second}
            </div>
          </>
        );
      },
    },
    {
      id: 'labels',
      title: t('column.labels'),
      width: 144,
      wideOnly: true,
      optional: true,
      render: (key) => (
        <div className="l1" title={key.labels.join(', ')} translate="no">
          {key.labels.join(', ')}
        </div>
      ),
    },
    {
      id: 'created',
      title: t('column.created'),
      width: 120,
      wideOnly: true,
      optional: true,
      sort: 'created',
      render: (key, now) => (
        <>
          <div className="l1 num">{agoTime(key.createdAt, now)}</div>
          <div className="l2">{t('cell.by', { name: key.createdBy })}</div>
        </>
      ),
    },
  ];
}
