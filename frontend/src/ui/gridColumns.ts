import { type ReactNode, useState } from 'react';
import { chooseDensity, useDensity } from '../theme/density';

export interface GridColumn<Row> {
  id: string;
  title: string;
  /** px; the one column without takes what is left. */
  width?: number;
  narrowWidth?: number;
  /** Left out below a window of 900. */
  wideOnly?: boolean;
  /** May be hidden by choice. */
  optional?: boolean;
  /** The core can sort by it, under this name. */
  sort?: string;
  /** First line and second line. Plain elements only: a component in every row costs a scroll its smoothness. */
  render: (row: Row, now: number) => ReactNode;
}

export interface GridLook {
  /** Of all lists alike. */
  compact: boolean;
  hidden: readonly string[];
}

/** Density, and the hidden columns of this list, kept on this machine. */
export function useGridLook(
  grid: string,
  hiddenFirst: readonly string[] = [],
): [GridLook, (look: GridLook) => void] {
  const place = `latchkey.grid.${grid}`;
  const compact = useDensity() === 'compact';
  const [hidden, setHidden] = useState<readonly string[]>(() => {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(place) ?? '');
      const ids: unknown = Reflect.get(Object(kept), 'hidden');
      return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
    } catch {
      return hiddenFirst;
    }
  });
  const keep = (next: GridLook) => {
    localStorage.setItem(place, JSON.stringify({ hidden: next.hidden }));
    setHidden(next.hidden);
    if (next.compact !== compact) chooseDensity(next.compact ? 'compact' : 'roomy');
  };
  return [{ compact, hidden }, keep];
}
