import type { AuthHeader } from '../../api/types';
import { headerStates } from './status';

const sortColumns = ['name', 'state', 'user', 'expires', 'lastUsed', 'created'] as const;

export interface HeaderFilter {
  search: string;
  states: AuthHeader['state'][];
  user: string | undefined;
  sort: (typeof sortColumns)[number];
  desc: boolean;
}

export type Words = Partial<Record<'q' | 'status' | 'user' | 'sort' | 'desc', string | undefined>>;

/** The filter that the words of an address stand for; what makes no sense is left out. */
export function readFilter(words: Words): HeaderFilter {
  const named = words.status?.split(',') ?? [];
  return {
    search: words.q ?? '',
    states: headerStates.filter((state) => named.includes(state)),
    user: words.user,
    sort: sortColumns.find((column) => column === words.sort) ?? 'name',
    desc: words.desc === 'yes',
  };
}

/** Whether one that is loaded already passes; the core answers better, while it answers. */
export function passes(header: AuthHeader, filter: HeaderFilter): boolean {
  const text = filter.search.toLocaleLowerCase();
  const searched = [header.name, header.hint, header.id, header.user.username];
  return (
    (filter.states.length === 0 || filter.states.includes(header.state)) &&
    (!filter.user || filter.user === header.user.username) &&
    searched.some((word) => word.toLocaleLowerCase().includes(text))
  );
}

export function countFilters(filter: HeaderFilter): number {
  return (filter.states.length > 0 ? 1 : 0) + (filter.user ? 1 : 0);
}
