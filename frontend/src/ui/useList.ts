import type { QueryKey } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
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

/** The rows of a list page: from the core, or while that is away from what it said last. */
export function useList<Row>({ base, load, lost, passes }: ListSource<Row>): List<Row> {
  const [range, setRange] = useState({ first: 0, last: 0 });
  const onRange = useCallback((first: number, last: number) => setRange({ first, last }), []);
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
