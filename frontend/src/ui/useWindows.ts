import { hashKey, type QueryKey, useQueries, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';

/** How many rows one request brings: about two milliseconds of work for the core. */
export const windowSize = 200;

/** Under which a window of a list is kept. */
export function windowKey(list: QueryKey, number: number): QueryKey {
  return [...list, number];
}

interface Page<Row> {
  items: Row[];
  total: number;
}

export interface Windows<Row> {
  total: number;
  row: (index: number) => Row | undefined;
  /** Nothing was ever loaded. */
  empty: boolean;
  /** The rows are those of the filter before; the new ones are on their way. */
  old: boolean;
  error: Error | null;
  updatedAt: number;
  /** Every row that is here, for when there is nobody to ask. */
  loaded: () => Row[];
  retry: () => void;
}

/** So long a window that nobody looks at is kept, for whoever scrolls back. */
const keptFor = 60_000;

interface Snapshot<Row> {
  /** Of which list. */
  of: string;
  total: number;
  pages: Map<number, Page<Row>>;
  updatedAt: number;
}

/** A list of any length as windows of it: only those that are looked at are asked for. */
export function useWindows<Row>(
  base: QueryKey,
  load: (offset: number, signal: AbortSignal) => Promise<Page<Row>>,
  range: { first: number; last: number },
  every: number,
  enabled: boolean,
): Windows<Row> {
  const client = useQueryClient();
  const of = hashKey(base);
  const from = Math.floor(range.first / windowSize);
  const to = Math.max(from, Math.floor(range.last / windowSize));
  const wanted = Array.from({ length: to - from + 1 }, (_, step) => from + step);

  const results = useQueries({
    queries: wanted.map((number) => ({
      queryKey: windowKey(base, number),
      queryFn: ({ signal }: { signal: AbortSignal }) => load(number * windowSize, signal),
      refetchInterval: every,
      gcTime: keptFor,
      enabled,
    })),
  });

  const before = useRef<Snapshot<Row> | null>(null);
  const pages = new Map<number, Page<Row>>();
  let updatedAt = 0;
  results.forEach(({ data, dataUpdatedAt }, step) => {
    if (data) pages.set(from + step, data);
    updatedAt = Math.max(updatedAt, dataUpdatedAt);
  });
  const newest = [...pages.values()].at(-1);
  if (newest) before.current = { of, total: newest.total, pages, updatedAt };
  const shown = before.current;
  // Windows that were looked at before are shown at once, while they are asked for again.
  const page = (number: number): Page<Row> | undefined =>
    shown?.pages.get(number) ??
    (shown?.of === of ? client.getQueryData<Page<Row>>(windowKey(base, number)) : undefined);
  const failed = results.find(({ error }) => error !== null);

  return {
    total: shown?.total ?? 0,
    row: (index) => page(Math.floor(index / windowSize))?.items[index % windowSize],
    empty: shown === null,
    old: newest === undefined,
    error: failed?.error ?? null,
    updatedAt: shown?.updatedAt ?? 0,
    loaded: () => [...(shown?.pages.values() ?? [])].flatMap(({ items }) => items),
    retry: () => {
      for (const { refetch } of results) void refetch();
    },
  };
}
