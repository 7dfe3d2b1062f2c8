/** Search parameters of a page are plain words, so that an address can be read, typed and shared. */
export type PlainSearch = Record<string, string | undefined>;

export function parsePlainSearch(search: string): PlainSearch {
  return Object.fromEntries(new URLSearchParams(search));
}

export function printPlainSearch(search: Record<string, unknown>): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (typeof value === 'string' && value !== '') words.set(name, value);
  }
  const text = words.toString();
  return text ? `?${text}` : '';
}

/** Picks the named words of a search; what else stands there is left out. */
export function words<Name extends string>(
  search: Record<string, unknown>,
  ...names: readonly Name[]
): { [N in Name]?: string | undefined } {
  const picked: { [N in Name]?: string | undefined } = {};
  for (const name of names) {
    const value = search[name];
    if (typeof value === 'string' && value !== '') picked[name] = value;
  }
  return picked;
}
