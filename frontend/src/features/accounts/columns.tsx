import type { TFunction } from 'i18next';
import type { Account } from '../../api/types';
import { formatNumber } from '../../i18n/format';
import type { GridColumn } from '../../ui/gridColumns';
import { agoTime } from '../../ui/times';

export function accountColumns(t: TFunction<'accounts'>): GridColumn<Account>[] {
  return [
    {
      id: 'name',
      title: t('column.name'),
      sort: 'name',
      render: (account) => (
        <>
          <div className="l1 name" title={account.name}>
            {account.name}
          </div>
          <div className="l2 mono" translate="no" dir="ltr">
            {account.customerId}
          </div>
        </>
      ),
    },
    {
      id: 'realm',
      title: t('column.realm'),
      optional: true,
      render: (account) => (
        <>
          <div className="l1" title={account.realm}>
            {account.realm}
          </div>
          <div className="l2 mono" title={account.domain} translate="no" dir="ltr">
            {account.domain}
          </div>
        </>
      ),
    },
    {
      id: 'members',
      title: t('column.members'),
      width: 104,
      optional: true,
      sort: 'members',
      render: (account) => (
        <>
          <div className="l1 num">{formatNumber(account.members)}</div>
          <div className="l2">{account.members === 0 && t('cell.noMembers')}</div>
        </>
      ),
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
          <div className="l2 num">{keys.total > 0 && t('cell.active', { count: keys.active })}</div>
        </>
      ),
    },
    {
      id: 'created',
      title: t('column.created'),
      width: 136,
      wideOnly: true,
      optional: true,
      sort: 'created',
      render: (account, now) => (
        <>
          <div className="l1 num">{agoTime(account.createdAt, now)}</div>
          <div className="l2">{t('cell.by', { name: account.createdBy })}</div>
        </>
      ),
    },
  ];
}
