import { type RefObject, useCallback, useLayoutEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { LongScroll } from './longScroll';

/** Rows drawn above and below those in view: what a scroll shows before it is answered. */
const around = 6;

/** So long nothing has moved when a list has come to rest, in ms: WebKit tells nobody of the end of a scroll. */
const restAfter = 150;

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
  /** How high what stands for the rows before the first is, and for those from the end on. */
  above: number;
  below: number;
  /** How many rows fit into the box. */
  fits: () => number;
  /** Scrolls as little as it takes to show that row. */
  reveal: (index: number) => void;
}

/**
 * Which rows of a list are in view, and where they are drawn. They are all of one height, so that a million cost what
 * ten do.
 */
export function useRowWindow(
  box: RefObject<HTMLElement | null>,
  { total, rowHeight, headHeight, topic }: RowWindowOptions,
): RowWindow {
  const [scroll] = useState(() => new LongScroll());
  const [view, setView] = useState({ topic, first: 0, count: 30, offset: 0 });
  // While it is drawn, so that no row of the new list is drawn where the old one stood.
  if (view.topic !== topic) setView({ ...view, topic, first: 0, offset: 0 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list, another top
  useLayoutEffect(() => {
    if (!box.current) return;
    box.current.scrollTop = 0;
    scroll.go(0);
    scroll.moved(0);
  }, [box, scroll, topic]);

  /** Draws what is in view at the place where the list is. */
  const look = useCallback(() => {
    const element = box.current;
    if (!element) return;
    const { place, offset } = scroll;
    const first = Math.max(0, Math.floor(place / rowHeight) - around);
    const count = Math.ceil(element.clientHeight / rowHeight) + 2 * around;
    setView((now) =>
      now.first === first && now.count === count && now.offset === offset
        ? now
        : { ...now, first, count, offset },
    );
  }, [box, scroll, rowHeight]);

  const setBar = useCallback(
    (bar: number) => {
      if (!box.current) return;
      box.current.scrollTop = bar;
      scroll.moved(box.current.scrollTop);
    },
    [box, scroll],
  );

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    let resting: ReturnType<typeof setTimeout> | undefined;
    const rest = () => {
      if (scroll.rest === null) return;
      setBar(scroll.rest);
      // With the bar, or the rows would be somewhere else for a frame.
      flushSync(look);
    };
    const scrolled = () => {
      scroll.scrolled(element.scrollTop);
      if (scroll.stuck) setBar(scroll.rest ?? element.scrollTop);
      // Drawn within the scroll event: a frame later the rows would be blank for that long.
      flushSync(look);
      clearTimeout(resting);
      if (scroll.rest !== null) resting = setTimeout(rest, restAfter);
    };
    const resized = () => {
      scroll.resize(total * rowHeight, headHeight, element.clientHeight);
      scroll.scrolled(element.scrollTop);
      if (scroll.rest !== null) setBar(scroll.rest);
      look();
    };
    resized();
    element.addEventListener('scroll', scrolled, { passive: true });
    const sizes = typeof ResizeObserver === 'undefined' ? undefined : new ResizeObserver(resized);
    sizes?.observe(element);
    return () => {
      clearTimeout(resting);
      element.removeEventListener('scroll', scrolled);
      sizes?.disconnect();
    };
  }, [box, scroll, setBar, look, total, rowHeight, headHeight]);

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
      const to = from < scroll.place ? from : Math.max(scroll.place, from + rowHeight - room);
      if (to === scroll.place) return;
      setBar(scroll.go(to));
      look();
    },
    [box, scroll, setBar, look, rowHeight, headHeight],
  );
  const first = Math.max(0, Math.min(view.first, total - view.count));
  const end = Math.min(total, first + view.count);
  const above = Math.max(0, first * rowHeight - view.offset);
  const below = Math.max(0, LongScroll.drawn(total * rowHeight) - above - (end - first) * rowHeight);
  return { first, end, above, below, fits, reveal };
}
