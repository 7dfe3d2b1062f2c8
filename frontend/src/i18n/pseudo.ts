const letters: Record<string, string> = {
  a: 'á', b: 'ƀ', c: 'ç', d: 'ð', e: 'é', f: 'ƒ', g: 'ĝ', h: 'ĥ', i: 'í', j: 'ĵ', k: 'ķ', l: 'ļ', m: 'ɱ',
  n: 'ñ', o: 'ó', p: 'þ', q: 'ɋ', r: 'ŕ', s: 'š', t: 'ţ', u: 'ú', v: 'ṽ', w: 'ŵ', x: 'ẋ', y: 'ý', z: 'ž',
}; // biome-ignore format: a table of letters

/** A text as a longer language would have it, so that what is not translated or does not fit shows. */
export function pseudo(text: string): string {
  const parts = text.split(/(\{\{.*?\}\}|<.*?>)/);
  const changed = parts.map((part) =>
    part.startsWith('{{') || part.startsWith('<') ? part : part.replace(/[a-z]/g, (c) => letters[c] ?? c),
  );
  const padding = '·'.repeat(Math.ceil(text.length * 0.3));
  return `[${changed.join('')}${padding}]`;
}

export function pseudoTree(tree: object): object {
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [
      key,
      typeof value === 'string'
        ? pseudo(value)
        : typeof value === 'object' && value !== null
          ? pseudoTree(value)
          : value,
    ]),
  );
}
