import { type RefObject, useCallback, useLayoutEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** Rows drawn above and below those in view: what a scroll shows before it is answered. */
const around = 6;

interface RowWindowOptions {
  total: number;
  rowHeight: number;
  /** How much of the box its head takes, which stays where it is. */
  headHeight: number;
  /** Where this changes, the list starts again at its top. */
  topic: string;
}

interface RowWindow {
  first: number;
  /** The last one is not drawn any more. */
  end: number;
  /** How many rows fit into the box. */
  fits: () => number;
  /** Scrolls as little as it takes to show that row. */
  reveal: (index: number) => void;
}

/** Which rows of a list are in view. They are all of one height, so that a hundred thousand cost what ten do. */
export function useRowWindow(
  box: RefObject<HTMLElement | null>,
  { total, rowHeight, headHeight, topic }: RowWindowOptions,
): RowWindow {
  const [view, setView] = useState({ topic, first: 0, count: 30 });
  // While it is drawn, so that no row of the new list is drawn where the old one stood.
  if (view.topic !== topic) setView({ ...view, topic, first: 0 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list, another top
  useLayoutEffect(() => {
    if (box.current) box.current.scrollTop = 0;
  }, [box, topic]);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = (draw: (change: () => void) => void) => {
      const first = Math.max(0, Math.floor(element.scrollTop / rowHeight) - around);
      const count = Math.ceil(element.clientHeight / rowHeight) + 2 * around;
      draw(() =>
        setView((now) => (now.first === first && now.count === count ? now : { ...now, first, count })),
      );
    };
    const now = () => look((change) => change());
    // Drawn within the scroll event: a frame later the rows would be blank for that long.
    const scrolled = () => look(flushSync);
    now();
    element.addEventListener('scroll', scrolled, { passive: true });
    const sizes = typeof ResizeObserver === 'undefined' ? undefined : new ResizeObserver(now);
    sizes?.observe(element);
    return () => {
      element.removeEventListener('scroll', scrolled);
      sizes?.disconnect();
    };
  }, [box, rowHeight]);

  const fits = useCallback(
    () => Math.max(1, Math.floor(((box.current?.clientHeight ?? 0) - headHeight) / rowHeight)),
    [box, rowHeight, headHeight],
  );
  const reveal = useCallback(
    (index: number) => {
      const element = box.current;
      if (!element) return;
      const from = index * rowHeight;
      const room = element.clientHeight - headHeight;
      if (from < element.scrollTop) element.scrollTop = from;
      else if (from + rowHeight > element.scrollTop + room) element.scrollTop = from + rowHeight - room;
    },
    [box, rowHeight, headHeight],
  );
  const first = Math.max(0, Math.min(view.first, total - view.count));
  return { first, end: Math.min(total, first + view.count), fits, reveal };
}
