import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from './queries';

/** Whether the operator may change keys and auth headers. The core decides in the end; this only spares a refusal. */
export function useMayChange(): boolean {
  const { data } = useQuery(sessionQuery);
  return data !== undefined && data.operator.role !== 'viewer';
}
