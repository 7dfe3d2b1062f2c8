import { useNavigate } from '@tanstack/react-router';
import { KeyRound, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMayChange } from '../../api/operator';
import type { Key, User } from '../../api/types';
import { useCore } from '../../app/core';
import { formatNumber } from '../../i18n/format';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { useGridLook } from '../../ui/gridColumns';
import { ListRows } from '../../ui/ListRows';
import { useList } from '../../ui/useList';
import { listKeys } from '../keys/calls';
import { keyColumns } from '../keys/columns';
import { type KeyWords, passes, readFilter } from '../keys/filter';
import { useKeyActions } from '../keys/useKeyActions';
import { PartBar } from './PartBar';

/** The keys of a user, as the list of all keys has them. */
export function UserKeys({ user }: { user: User }) {
  const { t } = useTranslation('keys');
  const { t: users } = useTranslation('users');
  const navigate = useNavigate();
  const lost = useCore().lostAt !== null;
  const mayChange = useMayChange() && !lost;
  const whose = { user: user.username };
  const actions = useKeyActions(mayChange, whose);
  const [look] = useGridLook('keys', ['created', 'labels']);
  const columns = useMemo(() => keyColumns(t), [t]);
  const [sorting, setSorting] = useState<KeyWords>({});
  const filter = readFilter({ ...sorting, ...whose });
  const keys = useList({ name: ['keys'], filter, load: listKeys, lost, passes });

  const create = mayChange && user.memberships.length > 0 && (
    <Button
      small
      icon={Plus}
      onClick={() => navigate({ to: '/keys', search: { ...whose, task: 'create', for: user.id } })}
    >
      {t('create')}
    </Button>
  );
  return (
    <ListRows<Key>
      label={users('page.keysOf', { user: user.username })}
      filters={
        !keys.none && (
          <PartBar title={t('title')} to="/keys" whose={whose}>
            {create}
          </PartBar>
        )
      }
      list={keys}
      lost={lost}
      failed={t('failed')}
      none={
        <EmptyState
          icon={KeyRound}
          title={users('page.noKeys')}
          text={users(user.memberships.length > 0 ? 'page.noKeysText' : 'page.noKeysMember')}
          actions={create}
        />
      }
      foot={t('foot', { count: keys.count, total: formatNumber(keys.count) })}
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
