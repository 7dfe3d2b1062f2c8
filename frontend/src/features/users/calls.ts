import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import type { components } from '../../api/schema.gen';
import type { User } from '../../api/types';
import { windowSize } from '../../ui/useWindows';
import type { UserFilter } from './filter';

export type UserCreate = components['schemas']['UserCreate'];
export type UserPatch = components['schemas']['UserPatch'];

export function listUsers(filter: UserFilter, offset: number, signal: AbortSignal) {
  const { search, sort, desc } = filter;
  return take(
    api.GET('/api/v1/users', {
      params: { query: { sort, desc, offset, limit: windowSize, ...(search && { search }) } },
      signal,
    }),
  );
}

export const userQuery = (id: string) =>
  queryOptions({
    queryKey: ['user', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/users/{ref}', { params: { path: { ref: id } }, signal })),
    refetchInterval: 10_000,
  });

/** What shows a user or what hangs on one. */
const touched = [['users'], ['accounts'], ['account'], ['keys'], ['authheaders'], ['status']];

/** Keeps a changed user and asks anew for all that the change shows in. */
export function useKeepUser() {
  const client = useQueryClient();
  return (user: User) => {
    client.setQueryData(userQuery(user.id).queryKey, user);
    for (const queryKey of touched) void client.invalidateQueries({ queryKey });
  };
}

// Passwords go straight to the core: a mutation would keep them in its cache.
export const createUser = (body: UserCreate) => take(api.POST('/api/v1/users', { body }));
export const editUser = (id: string, body: UserPatch) =>
  take(api.PATCH('/api/v1/users/{ref}', { params: { path: { ref: id } }, body }));

export function useEditUser() {
  const keep = useKeepUser();
  return useMutation({
    mutationFn: ({ id, patch }: { id: string; patch: UserPatch }) => editUser(id, patch),
    onSuccess: keep,
  });
}

const paths = {
  disable: '/api/v1/users/{ref}/disable',
  enable: '/api/v1/users/{ref}/enable',
  unlock: '/api/v1/users/{ref}/unlock',
  expirePassword: '/api/v1/users/{ref}/expire-password',
  resetFactor: '/api/v1/users/{ref}/reset-second-factor',
} as const;

export function useUserAct() {
  const keep = useKeepUser();
  return useMutation({
    mutationFn: ({ id, act }: { id: string; act: keyof typeof paths }) =>
      take(api.POST(paths[act], { params: { path: { ref: id } } })),
    onSuccess: keep,
  });
}

export function useEndSessionsOf() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      take(api.POST('/api/v1/users/{ref}/end-sessions', { params: { path: { ref: id } } })),
    onSuccess: (_, id) => {
      for (const queryKey of [userQuery(id).queryKey, ['users'], ['sessions'], ['session']])
        void client.invalidateQueries({ queryKey });
    },
  });
}

export function useRemoveUser() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) => {
      await api.DELETE('/api/v1/users/{ref}', { params: { path: { ref: id } } });
    },
    onSuccess: () => {
      for (const queryKey of touched) void client.invalidateQueries({ queryKey });
    },
  });
}
