import type { User } from '../../api/types';

const sortColumns = ['username', 'keys', 'lastSignIn', 'created'] as const;

export interface UserFilter {
  search: string;
  sort: (typeof sortColumns)[number];
  desc: boolean;
}

type Words = Partial<Record<'q' | 'sort' | 'desc', string | undefined>>;

/** The filter that the words of an address stand for; what makes no sense is left out. */
export function readFilter(words: Words): UserFilter {
  return {
    search: words.q ?? '',
    sort: sortColumns.find((column) => column === words.sort) ?? 'username',
    desc: words.desc === 'yes',
  };
}

/** Whether one that is loaded already passes; the core answers better, while it answers. */
export function passes(user: User, filter: UserFilter): boolean {
  const text = filter.search.toLocaleLowerCase();
  const { username, firstName, lastName, email, id } = user;
  return [username, firstName, lastName, email, id].some((word) => word.toLocaleLowerCase().includes(text));
}
