import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { asApiError } from '../../api/error';
import type { components } from '../../api/schema.gen';
import type { Account } from '../../api/types';
import { windowSize } from '../../ui/useWindows';
import type { AccountFilter } from './filter';

export type AccountPatch = components['schemas']['AccountPatch'];
export type MembershipSet = components['schemas']['MembershipSet'];
export type Membership = components['schemas']['Membership'];
export type MembershipPreview = components['schemas']['MembershipPreview'];

export function listAccounts(filter: AccountFilter, offset: number, signal: AbortSignal) {
  const { search, sort, desc } = filter;
  return take(
    api.GET('/api/v1/accounts', {
      params: { query: { sort, desc, offset, limit: windowSize, ...(search && { search }) } },
      signal,
    }),
  );
}

export const accountQuery = (id: string) =>
  queryOptions({
    queryKey: ['account', id],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/accounts/{ref}', { params: { path: { ref: id } }, signal })),
    refetchInterval: 10_000,
  });

export const membersQuery = (id: string) =>
  queryOptions({
    queryKey: ['account', id, 'members'],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/accounts/{ref}/members', { params: { path: { ref: id } }, signal })),
    refetchInterval: 10_000,
  });

/** What setting a membership would change, as the core sees it. Asked anew for each body, and forgotten with it. */
export const previewQuery = (account: string, user: string, body: MembershipSet) =>
  queryOptions({
    queryKey: ['member', account, user, body],
    queryFn: ({ signal }) =>
      take(
        api.POST('/api/v1/accounts/{ref}/members/{user}/preview', {
          params: { path: { ref: account, user } },
          body,
          signal,
        }),
      ),
    retry: false,
    // A core that was away is asked again; a refusal stays one.
    refetchInterval: ({ state }) => (state.error && asApiError(state.error).lost ? 2_000 : false),
    gcTime: 60_000,
  });

/** The roles and permissions in use. */
export const wordsQuery = queryOptions({
  queryKey: ['words'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/words', { signal })),
  staleTime: 30_000,
});

/** What shows an account, a user or a number of them. */
const touched = [
  ['accounts'],
  ['account'],
  ['users'],
  ['user'],
  ['keys'],
  ['key'],
  ['member'],
  ['words'],
  ['status'],
];

/** Asks anew for all that a change of accounts, users or memberships shows in. */
export function useRefresh() {
  const client = useQueryClient();
  return () => {
    for (const queryKey of touched) void client.invalidateQueries({ queryKey });
  };
}

function useKeepAccount() {
  const client = useQueryClient();
  const refresh = useRefresh();
  return (account: Account) => {
    client.setQueryData(accountQuery(account.id).queryKey, account);
    refresh();
  };
}

export function useCreateAccount() {
  return useMutation({
    mutationFn: (spec: AccountPatch) =>
      take(api.POST('/api/v1/accounts', { body: { ...spec, name: spec.name ?? '' } })),
    onSuccess: useKeepAccount(),
  });
}

export function useEditAccount() {
  return useMutation({
    mutationFn: ({ id, patch }: { id: string; patch: AccountPatch }) =>
      take(api.PATCH('/api/v1/accounts/{ref}', { params: { path: { ref: id } }, body: patch })),
    onSuccess: useKeepAccount(),
  });
}

export function useRemoveAccount() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: async (id: string) => {
      await api.DELETE('/api/v1/accounts/{ref}', { params: { path: { ref: id } } });
    },
    onSuccess: refresh,
  });
}

export function setMember(account: string, user: string, body: MembershipSet) {
  return take(
    api.PUT('/api/v1/accounts/{ref}/members/{user}', { params: { path: { ref: account, user } }, body }),
  );
}

export function useRemoveMember() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: async ({ account, user }: { account: string; user: string }) => {
      await api.DELETE('/api/v1/accounts/{ref}/members/{user}', {
        params: { path: { ref: account, user } },
      });
    },
    onSuccess: refresh,
  });
}
