import { Ticket } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMayChange } from '../../api/operator';
import type { AuthHeader, User } from '../../api/types';
import { useCore } from '../../app/core';
import { formatNumber } from '../../i18n/format';
import { EmptyState } from '../../ui/EmptyState';
import { useGridLook } from '../../ui/gridColumns';
import { ListRows } from '../../ui/ListRows';
import { useList } from '../../ui/useList';
import { listHeaders } from '../authheaders/calls';
import { headerColumns } from '../authheaders/columns';
import { passes, readFilter, type Words } from '../authheaders/filter';
import { useHeaderActions } from '../authheaders/useHeaderActions';
import { PartBar } from './PartBar';

/** The auth headers of a user, as the list of all has them. */
export function UserHeaders({ user }: { user: User }) {
  const { t } = useTranslation('authheaders');
  const { t: users } = useTranslation('users');
  const lost = useCore().lostAt !== null;
  const whose = { user: user.username };
  const actions = useHeaderActions(useMayChange() && !lost, whose);
  const [look] = useGridLook('auth-headers');
  // All are of this user.
  const columns = useMemo(() => headerColumns(t).filter(({ id }) => id !== 'user'), [t]);
  const [sorting, setSorting] = useState<Words>({});
  const filter = readFilter({ ...sorting, ...whose });
  const headers = useList({ name: ['authheaders'], filter, load: listHeaders, lost, passes });
  return (
    <ListRows<AuthHeader>
      label={users('page.headersOf', { user: user.username })}
      filters={!headers.none && <PartBar title={t('title')} to="/auth-headers" whose={whose} />}
      list={headers}
      lost={lost}
      failed={t('failed')}
      none={<EmptyState icon={Ticket} title={users('page.noHeaders')} text={users('page.noHeadersText')} />}
      foot={t('foot', { count: headers.count, total: formatNumber(headers.count) })}
      grid={{
        columns,
        look,
        ...actions.rows,
        sort: { by: filter.sort, desc: filter.desc },
        onSort: ({ by, desc }) => setSorting({ sort: by, desc: desc ? 'yes' : undefined }),
        topic: JSON.stringify(filter),
      }}
    />
  );
}
