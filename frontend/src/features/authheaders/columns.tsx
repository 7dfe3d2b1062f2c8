import type { TFunction } from 'i18next';
import { TriangleAlert } from 'lucide-react';
import type { AuthHeader } from '../../api/types';
import { formatDate, formatDateTime, formatShortDate } from '../../i18n/format';
import { Chip } from '../../ui/Chip';
import type { GridColumn } from '../../ui/gridColumns';
import { agoTime, relativeTime } from '../../ui/times';
import { endsSoon, shownState, stateLook } from './status';

type Words = TFunction<'authheaders'>;

function expiresCell(header: AuthHeader, t: Words, now: number) {
  const { expires } = header;
  if (header.state === 'deleted') {
    return (
      <>
        <div className="l1">{t('cell.none')}</div>
        <div className="l2 num">{expires && t('cell.was', { date: formatDate(expires) })}</div>
      </>
    );
  }
  // What opens a door for ever asks to be looked at.
  if (expires === null) {
    return (
      <Chip tone="warn" icon={TriangleAlert} title={t('cell.since', { date: formatDate(header.createdAt) })}>
        {t('cell.noExpiry')}
      </Chip>
    );
  }
  return (
    <>
      <div className="l1 num">{relativeTime(expires, now)}</div>
      <div className="l2 num">{endsSoon(expires, now) ? formatDateTime(expires) : formatDate(expires)}</div>
    </>
  );
}

function usedSecond(header: AuthHeader, t: Words, now: number): string {
  if (header.state === 'deleted' && header.deletedAt) {
    return t('cell.deletedBy', { date: formatShortDate(header.deletedAt, now), name: header.deletedBy });
  }
  return header.lastUsed?.address ?? t('cell.since', { date: formatDate(header.createdAt) });
}

export function headerColumns(t: Words): GridColumn<AuthHeader>[] {
  return [
    {
      id: 'name',
      title: t('column.name'),
      sort: 'name',
      render: (header) => (
        <>
          <div className="l1 name" title={header.name}>
            {header.name}
          </div>
          <div className="l2 mono" translate="no" dir="ltr">
            {header.hint}
            {'\u2026'}
          </div>
        </>
      ),
    },
    {
      id: 'status',
      title: t('column.status'),
      width: 136,
      narrowWidth: 116,
      sort: 'state',
      render: (header, now) => {
        const state = shownState(header, now);
        const { tone, icon } = stateLook(state);
        return (
          <Chip
            tone={tone}
            icon={icon}
            {...(state === 'blocked' && { title: t('blocked', { user: header.user.username }) })}
          >
            {t(`state.${state}`)}
          </Chip>
        );
      },
    },
    {
      id: 'user',
      title: t('column.user'),
      width: 168,
      wideOnly: true,
      optional: true,
      sort: 'user',
      render: (header) => (
        <div className="l1" title={header.user.username} translate="no">
          {header.user.username}
        </div>
      ),
    },
    {
      id: 'expires',
      title: t('column.expires'),
      width: 144,
      narrowWidth: 148,
      optional: true,
      sort: 'expires',
      render: (header, now) => expiresCell(header, t, now),
    },
    {
      id: 'used',
      title: t('column.used'),
      width: 176,
      narrowWidth: 148,
      optional: true,
      sort: 'lastUsed',
      render: (header, now) => {
        const second = usedSecond(header, t, now);
        return (
          <>
            <div className="l1 num">
              {header.lastUsed ? agoTime(header.lastUsed.at, now) : t('cell.never')}
            </div>
            <div className="l2 num" title={second}>
              {second}
            </div>
          </>
        );
      },
    },
    {
      id: 'created',
      title: t('column.created'),
      width: 136,
      wideOnly: true,
      optional: true,
      sort: 'created',
      render: (header, now) => (
        <>
          <div className="l1 num">{agoTime(header.createdAt, now)}</div>
          <div className="l2">{t('cell.by', { name: header.createdBy })}</div>
        </>
      ),
    },
  ];
}
