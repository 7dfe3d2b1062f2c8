import type { Key, KeyState } from '../../api/types';
import { keyStates } from './status';

const sortColumns = ['name', 'state', 'account', 'expires', 'lastUsed', 'created'] as const;

export interface KeyFilter {
  search: string;
  states: KeyState[];
  account: string | undefined;
  sort: (typeof sortColumns)[number];
  desc: boolean;
}

type Words = Partial<Record<'q' | 'status' | 'account' | 'sort' | 'desc', string | undefined>>;

/** The filter that the words of an address stand for; what makes no sense is left out. */
export function readFilter(words: Words): KeyFilter {
  const named = words.status?.split(',') ?? [];
  return {
    search: words.q ?? '',
    states: keyStates.filter((state) => named.includes(state)),
    account: words.account,
    sort: sortColumns.find((column) => column === words.sort) ?? 'name',
    desc: words.desc === 'yes',
  };
}

/** Whether a key that is loaded already passes; the core answers better, while it answers. */
export function passes(key: Key, filter: KeyFilter): boolean {
  const text = filter.search.toLocaleLowerCase();
  const searched = [key.name, key.accessKey, key.id, key.note, key.user.username, key.account.name];
  return (
    (filter.states.length === 0 || filter.states.includes(key.state)) &&
    (!filter.account || filter.account === key.account.name) &&
    searched.some((word) => word.toLocaleLowerCase().includes(text))
  );
}

/** How many filters are set beside the search. */
export function countFilters(filter: KeyFilter): number {
  return (filter.states.length > 0 ? 1 : 0) + (filter.account ? 1 : 0);
}
