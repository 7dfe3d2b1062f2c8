import type { NamedRange, UsageSpan } from './calls';

/** What can be chosen, shortest first. */
export const ranges = ['1h', '24h', '7d', '30d', 'custom'] as const;

export type Range = (typeof ranges)[number];

interface Words {
  range?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

export function rangeOf({ range }: Words): Range {
  return ranges.find((each) => each === range) ?? '24h';
}

/** What is asked of the core; a span that is not one yet is the last day. */
export function spanOf(words: Words): UsageSpan {
  const range = rangeOf(words);
  if (range !== 'custom') return { range: range satisfies NamedRange };
  const { from, to } = words;
  return from && to && isSpan(from, to) ? { from, to } : { range: '24h' };
}

const longest = 2 * 365 * 86_400_000;

export function isSpan(from: string, to: string): boolean {
  const length = Date.parse(to) - Date.parse(from);
  return length > 0 && length <= longest;
}
