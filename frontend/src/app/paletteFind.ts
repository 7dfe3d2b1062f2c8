import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, take } from '../api/client';
import type { Account, Key, User } from '../api/types';

const pause = 80;
const limit = 5;
/** From how many characters on the core is asked. */
const enough = 2;

export interface Found {
  keys: readonly Key[];
  users: readonly User[];
  accounts: readonly Account[];
  /** The answer to what stands in the field now has not come yet. */
  searching: boolean;
}

const none: readonly never[] = [];

/** Keys, users and accounts by what is typed. What was found stays until the next answer, so that nothing flickers. */
export function useFound(typed: string, lost: boolean): Found {
  const wanted = typed.trim();
  const [search, setSearch] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSearch(wanted), pause);
    return () => clearTimeout(timer);
  }, [wanted]);
  const enabled = !lost && search.length >= enough;
  const query = { search, limit, offset: 0 };
  const common = { enabled, placeholderData: keepPreviousData, staleTime: 10_000 };
  const [keys, users, accounts] = useQueries({
    queries: [
      {
        queryKey: ['palette', 'keys', search],
        queryFn: ({ signal }) => take(api.GET('/api/v1/keys', { params: { query }, signal })),
        ...common,
      },
      {
        queryKey: ['palette', 'users', search],
        queryFn: ({ signal }) => take(api.GET('/api/v1/users', { params: { query }, signal })),
        ...common,
      },
      {
        queryKey: ['palette', 'accounts', search],
        queryFn: ({ signal }) => take(api.GET('/api/v1/accounts', { params: { query }, signal })),
        ...common,
      },
    ],
  });
  if (lost || wanted.length < enough) {
    return { keys: none, users: none, accounts: none, searching: false };
  }
  const asking = [keys, users, accounts].some(
    ({ isFetching, isPlaceholderData }) => isFetching && isPlaceholderData,
  );
  const first = [keys, users, accounts].some(({ isLoading }) => isLoading);
  return {
    keys: keys.data?.items ?? none,
    users: users.data?.items ?? none,
    accounts: accounts.data?.items ?? none,
    searching: wanted !== search || asking || first,
  };
}
