import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../../api/queries';
import type { User } from '../../api/types';
import { useCore } from '../../app/core';

/** What the operator may do with users. The core decides in the end; this only spares a refusal. */
export function useRole() {
  const { data } = useQuery(sessionQuery);
  const { lostAt } = useCore();
  const role = data?.operator.role;
  const mayEdit = role !== undefined && role !== 'viewer';
  const owner = role === 'owner';
  const answers = lostAt === null;
  const mayEditOne = (user: User) => mayEdit && (owner || user.operator === 'none');
  return {
    /** Whether the operator may at all: a form that is open stays so while the core is away. */
    mayEdit,
    mayEditOne,
    mayChange: mayEdit && answers,
    owner,
    /** Nobody but an owner touches operators. */
    mayTouch: (user: User) => answers && mayEditOne(user),
    isOwn: (user: User) => data?.operator.via === 'session' && data.operator.username === user.username,
  };
}
