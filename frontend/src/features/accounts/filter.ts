import type { Account } from '../../api/types';

const sortColumns = ['name', 'members', 'keys', 'created'] as const;

export interface AccountFilter {
  search: string;
  sort: (typeof sortColumns)[number];
  desc: boolean;
}

type Words = Partial<Record<'q' | 'sort' | 'desc', string | undefined>>;

/** The filter that the words of an address stand for; what makes no sense is left out. */
export function readFilter(words: Words): AccountFilter {
  return {
    search: words.q ?? '',
    sort: sortColumns.find((column) => column === words.sort) ?? 'name',
    desc: words.desc === 'yes',
  };
}

/** Whether one that is loaded already passes; the core answers better, while it answers. */
export function passes(account: Account, filter: AccountFilter): boolean {
  const text = filter.search.toLocaleLowerCase();
  const { name, realm, domain, id, customerId, repcode } = account;
  return [name, realm, domain, id, customerId, repcode].some((word) =>
    word.toLocaleLowerCase().includes(text),
  );
}
