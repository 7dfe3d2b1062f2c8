import type { QueryKey } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useWindows, type Windows } from './useWindows';

/** How often what is in view is asked for again. */
const every = 10_000;
/** Lines drawn as bones before the first answer. */
const waiting = 12;

interface ListSource<Row> {
  base: QueryKey;
  load: (offset: number, signal: AbortSignal) => Promise<{ items: Row[]; total: number }>;
  /** The core is away: what is loaded is all there is. */
  lost: boolean;
  /** Then this filters it. */
  passes: (row: Row) => boolean;
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

/** Further than this between two looks is no reading: somebody drags the bar. */
const reading = 20;
/** So long nothing may move until rows are asked for. */
const calm = 80;

/** Tells of a range at once while somebody reads, and when it has come to rest while the list flies by. */
function useCalmRange(tell: (range: { first: number; last: number }) => void) {
  const before = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(
    (first: number, last: number) => {
      clearTimeout(timer.current);
      const far = Math.abs(first - before.current) > reading;
      before.current = first;
      if (far) timer.current = setTimeout(() => tell({ first, last }), calm);
      else tell({ first, last });
    },
    [tell],
  );
}

/** The rows of a list page: from the core, or while that is away from what it said last. */
export function useList<Row>({ base, load, lost, passes }: ListSource<Row>): List<Row> {
  const [range, setRange] = useState({ first: 0, last: 0 });
  const onRange = useCalmRange(setRange);
  const windows = useWindows<Row>(base, load, range, every, !lost);
  const { empty, error, updatedAt, retry, loaded } = windows;
  if (lost && !empty) {
    const left = windows.loaded().filter(passes);
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
  };
}
