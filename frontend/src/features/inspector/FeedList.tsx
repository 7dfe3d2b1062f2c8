// biome-ignore-all lint/a11y/useSemanticElements: a table cannot place its rows by itself, and these are placed
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import { type KeyboardEvent, type RefObject, useLayoutEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Activity, FeedState } from './feed';
import { clockTime, subjectWords } from './words';

/** How high a row is: one line, as in every compact list. */
const rowHeight = 32;
const headHeight = 32;
const around = 6;

interface FeedListProps {
  items: FeedState['items'];
  /** The place in items of what is shown at the top. */
  top: number;
  selected: number | null;
  onSelect: (id: number | null) => void;
  onOpen: () => void;
  onScroll: (scrolled: boolean) => void;
  box: RefObject<HTMLDivElement | null>;
}

/** The requests, newest at the top. Only the rows in the window are there, and they are reused from batch to batch. */
export function FeedList({ items, top, selected, onSelect, onOpen, onScroll, box }: FeedListProps) {
  const { t } = useTranslation('inspector');
  const [view, setView] = useState({ first: 0, count: 30 });
  const total = top + 1;

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = () => {
      const first = Math.max(0, Math.floor(element.scrollTop / rowHeight) - around);
      const count = Math.ceil(element.clientHeight / rowHeight) + 2 * around;
      setView((now) => (now.first === first && now.count === count ? now : { first, count }));
      onScroll(element.scrollTop > 0);
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    const sizes = typeof ResizeObserver === 'undefined' ? undefined : new ResizeObserver(look);
    sizes?.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      sizes?.disconnect();
    };
  }, [box, onScroll]);

  const chosen = selected === null ? -1 : top - items.findIndex(({ id }) => id === selected);
  const shown = Math.max(0, Math.min(view.count, total - view.first));
  const rows = Array.from({ length: shown }, (_, slot) => {
    const index = view.first + slot;
    return { index, slot: index % (view.count + 1), item: items[top - index] };
  });

  const reveal = (index: number) => {
    const element = box.current;
    if (!element) return;
    const from = index * rowHeight;
    const room = element.clientHeight - headHeight;
    if (from < element.scrollTop) element.scrollTop = from;
    else if (from + rowHeight > element.scrollTop + room) element.scrollTop = from + rowHeight - room;
  };
  const go = (index: number) => {
    const to = Math.max(0, Math.min(total - 1, index));
    const item = items[top - to];
    if (!item) return;
    onSelect(item.id);
    reveal(to);
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = selected === null || chosen > top ? -1 : chosen;
    const page = Math.max(1, Math.floor(((box.current?.clientHeight ?? 320) - headHeight) / rowHeight) - 1);
    const to = {
      ArrowDown: at + 1,
      ArrowUp: at < 0 ? 0 : at - 1,
      PageDown: at + page,
      PageUp: at - page,
      End: total - 1,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      go(to);
    } else if (event.key === 'Enter' && selected !== null) {
      event.preventDefault();
      onOpen();
    }
  };

  const columns = ['time', 'request', 'status', 'took', 'subject', 'from'] as const;
  return (
    <div
      ref={box}
      className="feed"
      role="grid"
      aria-label={t('list')}
      aria-rowcount={total + 1}
      aria-activedescendant={chosen >= 0 && chosen <= top ? `request-${selected}` : undefined}
      tabIndex={0}
      onKeyDown={press}
    >
      <div className="feedhead feedrow" role="row" aria-rowindex={1}>
        {columns.map((column) => (
          <span key={column} role="columnheader" className={column === 'subject' ? 'about' : column}>
            {t(`column.${column}`)}
          </span>
        ))}
      </div>
      <div className="feedrows" role="rowgroup" style={{ height: total * rowHeight }}>
        {rows.map(({ index, slot, item }) =>
          item ? (
            <Row key={slot} item={item} index={index} selected={item.id === selected} onSelect={onSelect} />
          ) : null,
        )}
      </div>
    </div>
  );
}

interface RowProps {
  item: Activity;
  index: number;
  selected: boolean;
  onSelect: (id: number | null) => void;
}

function Row({ item, index, selected, onSelect }: RowProps) {
  const { t } = useTranslation('inspector');
  const subject = subjectWords(item, t);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid takes the keys for all rows
    <div
      role="row"
      id={`request-${item.id}`}
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={selected ? 'feedrow on' : 'feedrow'}
      style={{ transform: `translateY(${index * rowHeight}px)` }}
      onClick={() => onSelect(selected ? null : item.id)}
    >
      <span role="gridcell" className="time mono">
        {clockTime(item.at)}
      </span>
      <span role="gridcell" className="mono" translate="no">
        <span className="t3">{item.method}</span> {item.path === '-' ? t('request.unknownPath') : item.path}
      </span>
      <span role="gridcell" className={item.status >= 400 ? 'mono bad' : 'mono'}>
        {item.status}
      </span>
      <span role="gridcell" className="took mono">
        {item.ms.toFixed(1)}
      </span>
      <span role="gridcell" className="about" translate="no" title={subject}>
        {subject}
      </span>
      <span role="gridcell" className="from mono" translate="no" title={item.address}>
        {item.address || t('here')}
      </span>
    </div>
  );
}
