import type { JobCreate, Key, KeyState } from '../../api/types';
import { keyStates } from './status';

const sortColumns = ['name', 'state', 'account', 'expires', 'lastUsed', 'created'] as const;

/** What a key can be besides its state. */
export const traits = ['expiring', 'rotating', 'unused'] as const;
type Trait = (typeof traits)[number];

export interface KeyFilter {
  search: string;
  states: KeyState[];
  only: Trait[];
  user: string | undefined;
  account: string | undefined;
  label: string | undefined;
  sort: (typeof sortColumns)[number];
  desc: boolean;
}

type Word = 'q' | 'status' | 'only' | 'user' | 'account' | 'label' | 'sort' | 'desc';
export type KeyWords = Partial<Record<Word, string | undefined>>;

export const noFilter: KeyWords = {
  q: undefined,
  status: undefined,
  only: undefined,
  user: undefined,
  account: undefined,
  label: undefined,
};

/** The filter that the words of an address stand for; what makes no sense is left out. */
export function readFilter(words: KeyWords): KeyFilter {
  const named = words.status?.split(',') ?? [];
  // "status=expiring" is what people write into an address.
  const only = [...named, ...(words.only?.split(',') ?? [])];
  return {
    search: words.q ?? '',
    states: keyStates.filter((state) => named.includes(state)),
    only: traits.filter((trait) => only.includes(trait)),
    user: words.user,
    account: words.account,
    label: words.label,
    sort: sortColumns.find((column) => column === words.sort) ?? 'name',
    desc: words.desc === 'yes',
  };
}

function has(key: Key, trait: Trait): boolean {
  if (trait === 'expiring') return key.expiring;
  return trait === 'rotating' ? key.rotation !== null : key.lastUsed === null;
}

/** Whether a key that is loaded already passes; the core answers better, while it answers. */
export function passes(key: Key, filter: KeyFilter): boolean {
  const text = filter.search.toLocaleLowerCase();
  const searched = [
    key.name,
    key.accessKey,
    key.id,
    key.note,
    key.user.username,
    key.account.name,
    ...key.labels,
  ];
  return (
    (filter.states.length === 0 || filter.states.includes(key.state)) &&
    filter.only.every((trait) => has(key, trait)) &&
    (!filter.user || filter.user === key.user.username) &&
    (!filter.account || filter.account === key.account.name) &&
    (!filter.label || key.labels.includes(filter.label)) &&
    searched.some((word) => word.toLocaleLowerCase().includes(text))
  );
}

/** How many filters are set beside the search. */
export function countFilters(filter: KeyFilter): number {
  const lists = [filter.states, filter.only].filter((list) => list.length > 0).length;
  return lists + [filter.user, filter.account, filter.label].filter(Boolean).length;
}

/** The parameters of the core that choose the same keys. */
export function filterQuery(filter: KeyFilter) {
  const { search, states, only, user, account, label } = filter;
  return {
    ...(search && { search }),
    ...(states.length > 0 && { state: states }),
    ...(user && { user }),
    ...(account && { account }),
    ...(label && { label }),
    ...Object.fromEntries(only.map((trait) => [trait, true])),
  };
}

/** The same for a job: everything that matches when it begins. */
export function jobFilter(filter: KeyFilter): NonNullable<JobCreate['filter']> {
  return filterQuery(filter);
}
