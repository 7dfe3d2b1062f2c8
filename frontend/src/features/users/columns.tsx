import type { TFunction } from 'i18next';
import type { User } from '../../api/types';
import { formatDate, formatList, formatNumber } from '../../i18n/format';
import { Chip } from '../../ui/Chip';
import type { GridColumn } from '../../ui/gridColumns';
import { agoTime, relativeTime } from '../../ui/times';
import { fullName, passwordState, stateLook, stateOf } from './status';

type Words = TFunction<'users'>;

function accountsCell({ memberships }: User, t: Words) {
  const [first, ...others] = memberships;
  if (!first) return <div className="l1 t3">{t('cell.none')}</div>;
  const name = first.account.name;
  const accounts = others.length > 0 ? t('cell.more', { name, count: others.length }) : name;
  const roles = [...new Set(memberships.flatMap((membership) => membership.roles))].join(', ');
  return (
    <>
      <div className="l1" title={formatList(memberships.map(({ account }) => account.name))}>
        {accounts}
      </div>
      <div className="l2" title={roles} translate="no">
        {roles}
      </div>
    </>
  );
}

function passwordCell(user: User, t: Words, now: number) {
  if (!user.hasPassword) {
    return (
      <>
        <div className="l1">{t('cell.noPassword')}</div>
        <div className="l2">{t('cell.noPasswordHint')}</div>
      </>
    );
  }
  const { passwordExpires: expires } = user;
  if (expires === null) {
    return (
      <>
        <div className="l1">{t('cell.set')}</div>
        <div className="l2">{t('cell.noEnd')}</div>
      </>
    );
  }
  const state = passwordState(user, now);
  if (state) {
    const { tone, icon } = stateLook(state);
    return (
      <Chip tone={tone} icon={icon} title={t(`stateHint.${state}`, { date: formatDate(expires) })}>
        {t(`state.${state}`)}
      </Chip>
    );
  }
  return (
    <>
      <div className="l1 num">{relativeTime(expires, now)}</div>
      <div className="l2 num">{formatDate(expires)}</div>
    </>
  );
}

export function userColumns(t: Words): GridColumn<User>[] {
  return [
    {
      id: 'user',
      title: t('column.user'),
      sort: 'username',
      render: (user) => (
        <>
          <div className="l1 name" title={user.username} translate="no">
            {user.username}
          </div>
          <div className="l2">
            {fullName(user) || user.email || t('cell.number', { number: user.number })}
          </div>
        </>
      ),
    },
    {
      id: 'status',
      title: t('column.status'),
      width: 128,
      narrowWidth: 120,
      render: (user) => {
        const state = stateOf(user);
        const { tone, icon } = stateLook(state);
        return (
          <>
            <Chip tone={tone} icon={icon}>
              {t(`state.${state}`)}
            </Chip>
            {user.operator !== 'none' && (
              <div className="l2">{t('operator', { role: t(`role.${user.operator}`) })}</div>
            )}
          </>
        );
      },
    },
    {
      id: 'accounts',
      title: t('column.accounts'),
      wideOnly: true,
      optional: true,
      render: (user) => accountsCell(user, t),
    },
    {
      id: 'keys',
      title: t('column.keys'),
      width: 88,
      optional: true,
      sort: 'keys',
      render: ({ keys }) => (
        <>
          <div className="l1 num">{formatNumber(keys.total)}</div>
          <div className="l2 num">{t('cell.active', { count: keys.active })}</div>
        </>
      ),
    },
    {
      id: 'seen',
      title: t('column.seen'),
      width: 144,
      optional: true,
      sort: 'lastSignIn',
      render: ({ lastSignIn, createdAt }, now) => (
        <>
          <div className="l1 num">{lastSignIn ? agoTime(lastSignIn.at, now) : t('cell.never')}</div>
          <div className="l2 num">
            {lastSignIn?.address ?? t('cell.since', { date: formatDate(createdAt) })}
          </div>
        </>
      ),
    },
    {
      id: 'password',
      title: t('column.password'),
      width: 120,
      wideOnly: true,
      optional: true,
      render: (user, now) => passwordCell(user, t, now),
    },
    {
      id: 'created',
      title: t('column.created'),
      width: 120,
      wideOnly: true,
      optional: true,
      sort: 'created',
      render: (user, now) => (
        <>
          <div className="l1 num">{agoTime(user.createdAt, now)}</div>
          <div className="l2">{t('cell.by', { name: user.createdBy })}</div>
        </>
      ),
    },
  ];
}
