import { useState } from 'react';
import type { Key } from '../../api/types';
import type { GridSelection } from '../../ui/DataGrid';
import type { List } from '../../ui/useList';

/** Keys chosen one by one, or all that the filter finds, loaded or not. */
type Chosen = { all: false; ids: ReadonlySet<string> } | { all: true };

const none: Chosen = { all: false, ids: new Set() };

interface Selection {
  chosen: Chosen;
  /** How many. */
  count: number;
  grid: GridSelection;
  /** More match than those that are chosen: all of them can be. */
  more: boolean;
  chooseAll: () => void;
  clear: () => void;
}

/** A choice holds for one filter: under another one nothing is chosen. */
export function useSelection(list: List<Key>, topic: string): Selection {
  const [kept, setKept] = useState<{ topic: string; chosen: Chosen }>({ topic, chosen: none });
  const chosen = kept.topic === topic ? kept.chosen : none;
  const choose = (next: Chosen) => setKept({ topic, chosen: next });
  const only = (ids: Iterable<string>) => choose({ all: false, ids: new Set(ids) });
  const loaded = () => list.loaded().map(({ id }) => id);

  const count = chosen.all ? list.count : chosen.ids.size;
  const toggle = (id: string) => {
    const ids = new Set(chosen.all ? loaded() : chosen.ids);
    if (!ids.delete(id)) ids.add(id);
    only(ids);
  };
  const clear = () => choose(none);
  return {
    chosen,
    count,
    grid: {
      has: (id) => chosen.all || chosen.ids.has(id),
      toggle,
      state: count === 0 ? 'none' : chosen.all || count === list.count ? 'all' : 'some',
      toggleAll: () => (count === 0 ? only(loaded()) : clear()),
    },
    more: !chosen.all && count > 0 && count < list.count,
    chooseAll: () => choose({ all: true }),
    clear,
  };
}
