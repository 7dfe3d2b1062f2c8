import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../../api/queries';
import type { User } from '../../api/types';
import { useCore } from '../../app/core';

/** What the operator may do with users. The core decides in the end; this only spares a refusal. */
export function useRole() {
  const { data } = useQuery(sessionQuery);
  const { lostAt } = useCore();
  const role = data?.operator.role;
  const mayChange = lostAt === null && role !== undefined && role !== 'viewer';
  const owner = lostAt === null && role === 'owner';
  return {
    mayChange,
    owner,
    /** Nobody but an owner touches operators. */
    mayTouch: (user: User) => mayChange && (owner || user.operator === 'none'),
    isOwn: (user: User) => data?.operator.via === 'session' && data.operator.username === user.username,
  };
}
