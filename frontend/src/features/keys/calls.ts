import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import type { Key, KeyPatch } from '../../api/types';
import { windowSize } from '../../ui/useWindows';
import type { KeyFilter } from './filter';

export function listKeys(filter: KeyFilter, offset: number, signal: AbortSignal) {
  const { search, states, account, sort, desc } = filter;
  return take(
    api.GET('/api/v1/keys', {
      params: {
        query: {
          sort,
          desc,
          offset,
          limit: windowSize,
          ...(search && { search }),
          ...(states.length > 0 && { state: states }),
          ...(account && { account }),
        },
      },
      signal,
    }),
  );
}

export const keyQuery = (id: string) =>
  queryOptions({
    queryKey: ['key', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/keys/{ref}', { params: { path: { ref: id } }, signal })),
    refetchInterval: 10_000,
  });

type Act = 'activate' | 'pause' | 'resume';

const paths = {
  activate: '/api/v1/keys/{ref}/activate',
  pause: '/api/v1/keys/{ref}/pause',
  resume: '/api/v1/keys/{ref}/resume',
} as const;

function useKeyChange<Input>(change: (input: Input) => Promise<Key>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (key) => {
      client.setQueryData(keyQuery(key.id).queryKey, key);
      void client.invalidateQueries({ queryKey: ['keys'] });
      void client.invalidateQueries({ queryKey: ['status'] });
    },
  });
}

export function useKeyAct() {
  return useKeyChange(({ id, act }: { id: string; act: Act }) =>
    take(api.POST(paths[act], { params: { path: { ref: id } } })),
  );
}

export function useRevoke() {
  return useKeyChange(({ id, reason }: { id: string; reason: string }) =>
    take(
      api.POST('/api/v1/keys/{ref}/revoke', {
        params: { path: { ref: id } },
        body: reason ? { reason } : {},
      }),
    ),
  );
}

export function useEditKey() {
  return useKeyChange(({ id, patch }: { id: string; patch: KeyPatch }) =>
    take(api.PATCH('/api/v1/keys/{ref}', { params: { path: { ref: id } }, body: patch })),
  );
}
