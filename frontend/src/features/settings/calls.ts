import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { sessionQuery } from '../../api/queries';

export const signingKeysQuery = queryOptions({
  queryKey: ['signing-keys'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/signing-keys', { signal })),
  refetchInterval: 10_000,
});

/** Whether the operator may touch signing keys and the listener. The core decides; this only spares a refusal. */
export function useIsOwner(): boolean {
  const { data } = useQuery(sessionQuery);
  return data?.operator.role === 'owner';
}

/** After a key was made: another one signs, and the log has a line more. */
export function useRenewSigningKeys(): () => void {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: signingKeysQuery.queryKey });
    void client.invalidateQueries({ queryKey: ['audit'] });
  };
}
