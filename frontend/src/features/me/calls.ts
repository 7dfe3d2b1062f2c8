import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { sessionQuery } from '../../api/queries';
import type { components } from '../../api/schema.gen';

type Schemas = components['schemas'];
export type OpenSession = Schemas['OpenSession'];
export type Enrolment = Schemas['Enrolment'];

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/me', { signal })),
});

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/sessions', { signal })),
  refetchInterval: 10_000,
});

/** Asks anew for what a change of the own account shows in. */
export function useRenewMe(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all(
      [meQuery.queryKey, sessionsQuery.queryKey, sessionQuery.queryKey, ['users'], ['user']].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    );
  };
}

export function useEndSession() {
  const renew = useRenewMe();
  return useMutation({
    mutationFn: async (id: string) => {
      await api.DELETE('/api/v1/sessions/{id}', { params: { path: { id } } });
    },
    onSettled: renew,
  });
}

export function useEndOthers() {
  const renew = useRenewMe();
  return useMutation({
    mutationFn: () => take(api.POST('/api/v1/sessions/end-others')),
    onSettled: renew,
  });
}

// Passwords, secrets and codes go straight to the core: a mutation would keep them in its cache.
export const secretly = {
  async changePassword(body: Schemas['OwnPassword']): Promise<void> {
    await api.PUT('/api/v1/me/password', { body });
  },
  begin: (password: string) => take(api.POST('/api/v1/me/second-factor', { body: { password } })),
  confirm: (code: string) => take(api.POST('/api/v1/me/second-factor/confirm', { body: { code } })),
  newCodes: (code: string) => take(api.POST('/api/v1/me/second-factor/recovery-codes', { body: { code } })),
  async remove(body: Schemas['RemoveSecondFactor']): Promise<void> {
    await api.POST('/api/v1/me/second-factor/remove', { body });
  },
};
