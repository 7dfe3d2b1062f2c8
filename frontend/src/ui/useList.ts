import { hashKey, type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useWindows, type Windows, windowKey } from './useWindows';

/** How often what is in view is asked for again. */
const every = 10_000;
/** Lines drawn as bones before the first answer. */
const waiting = 12;

interface ListSource<Row, Filter> {
  /** What the list is called among all that is asked for. */
  name: QueryKey;
  filter: Filter;
  load: (filter: Filter, offset: number, signal: AbortSignal) => Promise<{ items: Row[]; total: number }>;
  /** The core is away: what is loaded is all there is. */
  lost: boolean;
  /** Then this filters it. */
  passes: (row: Row, filter: Filter) => boolean;
}

export interface List<Row> extends Pick<Windows<Row>, 'empty' | 'error' | 'updatedAt' | 'retry' | 'loaded'> {
  /** How many match. */
  count: number;
  /** How many lines the grid has: before the first answer, some to wait in. */
  lines: number;
  row: (index: number) => Row | undefined;
  /** Certain that nothing matches. */
  none: boolean;
  onRange: (first: number, last: number) => void;
}

interface FilteredList<Row, Filter> extends List<Row> {
  /** Goes on to another filter that the address will have in a moment: drawing by it takes longer than the core's answer. */
  ahead: (filter: Filter) => void;
}

/** Further than this between two looks is no reading: somebody drags the bar. */
const reading = 20;
/** So long nothing may move until rows are asked for. */
const calm = 80;

/** Tells of a range at once while somebody reads, and when it has come to rest while the list flies by. */
function useCalmRange(tell: (first: number, last: number) => void) {
  const before = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(
    (first: number, last: number) => {
      clearTimeout(timer.current);
      const far = Math.abs(first - before.current) > reading;
      before.current = first;
      if (far) timer.current = setTimeout(() => tell(first, last), calm);
      else tell(first, last);
    },
    [tell],
  );
}

/** The rows of a list page: from the core, or while that is away from what it said last. */
export function useList<Row, Filter>(source: ListSource<Row, Filter>): FilteredList<Row, Filter> {
  const { name, load, lost, passes } = source;
  const client = useQueryClient();
  const addressed = hashKey([source.filter]);
  const [early, setEarly] = useState<{ addressed: string; filter: Filter } | null>(null);
  if (early && early.addressed !== addressed) setEarly(null);
  const ahead = (next: Filter) => {
    if (lost) return;
    // Under way before the page is drawn by it.
    void client.prefetchQuery({
      queryKey: windowKey([...name, next], 0),
      queryFn: ({ signal }) => load(next, 0, signal),
    });
    setEarly({ addressed, filter: next });
  };
  const filter = early?.addressed === addressed ? early.filter : source.filter;
  const topic = hashKey([filter]);
  const [told, setTold] = useState({ topic, first: 0, last: 0 });
  // Another filter's list begins at its top, wherever this one was.
  const range = told.topic === topic ? told : { first: 0, last: 0 };
  const tell = useCallback((first: number, last: number) => setTold({ topic, first, last }), [topic]);
  const onRange = useCalmRange(tell);
  const windows = useWindows<Row>(
    [...name, filter],
    (offset, signal) => load(filter, offset, signal),
    range,
    every,
    !lost,
  );
  const { empty, error, updatedAt, retry, loaded } = windows;
  if (lost && !empty) {
    const left = windows.loaded().filter((each) => passes(each, filter));
    const row = (index: number) => left[index];
    return {
      count: left.length,
      lines: left.length,
      row,
      none: left.length === 0,
      empty,
      error,
      updatedAt,
      retry,
      loaded,
      onRange,
      ahead,
    };
  }
  return {
    count: windows.total,
    lines: empty ? waiting : windows.total,
    row: windows.row,
    none: !empty && !windows.old && windows.total === 0,
    empty,
    error,
    updatedAt,
    retry,
    loaded,
    onRange,
    ahead,
  };
}
