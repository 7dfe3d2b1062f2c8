import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import type { JobCreate, Key, KeyPatch } from '../../api/types';
import { windowSize } from '../../ui/useWindows';
import { filterQuery, type KeyFilter } from './filter';

export function listKeys(filter: KeyFilter, offset: number, signal: AbortSignal) {
  const { sort, desc } = filter;
  return take(
    api.GET('/api/v1/keys', {
      params: { query: { sort, desc, offset, limit: windowSize, ...filterQuery(filter) } },
      signal,
    }),
  );
}

export const keyQuery = (id: string) =>
  queryOptions({
    queryKey: ['key', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/keys/{ref}', { params: { path: { ref: id } }, signal })),
    refetchInterval: 10_000,
    // What is opened is asked for anew: who uses which secret changes by the second.
    staleTime: 0,
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

export function useRenew() {
  return useKeyChange(({ id, expires }: { id: string; expires: string }) =>
    take(api.POST('/api/v1/keys/{ref}/renew', { params: { path: { ref: id } }, body: { expires } })),
  );
}

export function useExtend() {
  return useKeyChange(({ id, span }: { id: string; span: string }) =>
    take(api.POST('/api/v1/keys/{ref}/extend', { params: { path: { ref: id } }, body: { span } })),
  );
}

export function useEndRotation() {
  return useKeyChange(({ id }: { id: string }) =>
    take(api.POST('/api/v1/keys/{ref}/rotation/end', { params: { path: { ref: id } } })),
  );
}

export function useExtendRotation() {
  return useKeyChange(({ id, span }: { id: string; span: string }) =>
    take(api.POST('/api/v1/keys/{ref}/rotation/extend', { params: { path: { ref: id } }, body: { span } })),
  );
}

/** Not a mutation of the cache: its answer holds a secret, and a secret is kept nowhere but in its dialog. */
export function rotateKey(id: string, grace: string) {
  return take(api.POST('/api/v1/keys/{ref}/rotate', { params: { path: { ref: id } }, body: { grace } }));
}

export const labelsQuery = queryOptions({
  queryKey: ['labels'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/labels', { signal })),
});

export function startJob(body: JobCreate) {
  return take(api.POST('/api/v1/jobs', { body }));
}

/** How often a job that goes on is asked how far it is. */
const jobEvery = 400;

export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: ['job', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/jobs/{id}', { params: { path: { id } }, signal })),
    refetchInterval: (query) => (query.state.data?.finishedAt ? false : jobEvery),
  });

export function stopJob(id: string) {
  return take(api.DELETE('/api/v1/jobs/{id}', { params: { path: { id } } }));
}
