// biome-ignore-all lint/a11y/useSemanticElements: a table cannot place its rows by itself, and these are placed
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import type { TFunction } from 'i18next';
import { type KeyboardEvent, memo, type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMilliseconds } from '../../i18n/format';
import { RowSlots } from '../../ui/rowSlots';
import { useRowWindow } from '../../ui/useRowWindow';
import type { Activity, FeedState } from './feed';
import { subjectWords } from './words';

/** How high a row is: one line, as in every compact list. */
const rowHeight = 32;
const headHeight = 32;
/** So many rows before the end of the list the earlier ones are asked for. */
const ahead = 40;

interface FeedListProps {
  items: FeedState['items'];
  /** The place in items of what is shown at the top. */
  top: number;
  selected: number | null;
  onSelect: (id: number | null) => void;
  onOpen: () => void;
  onScroll: (scrolled: boolean) => void;
  onEnd: () => void;
  box: RefObject<HTMLDivElement | null>;
}

/** The requests, newest at the top. Only the rows in the window are there, and they are reused from batch to batch. */
export function FeedList({ items, top, selected, onSelect, onOpen, onScroll, onEnd, box }: FeedListProps) {
  const { t } = useTranslation('inspector');
  const [slots] = useState(() => new RowSlots());
  const total = top + 1;
  const { first, end, fits, reveal } = useRowWindow(box, { total, rowHeight, headHeight, topic: '' });

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = () => onScroll(element.scrollTop > 0);
    look();
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, [box, onScroll]);
  const near = end > total - ahead;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once more when the end has moved on
  useEffect(() => {
    if (near) onEnd();
  }, [near, onEnd, total]);

  const chosen = selected === null ? -1 : top - items.findIndex(({ id }) => id === selected);
  const keys = slots.assign(first, end, -1);

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
    const page = Math.max(1, fits() - 1);
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
        {[...keys].map(([index, key]) => {
          const item = items[top - index];
          return item ? (
            <Row
              key={key}
              item={item}
              index={index}
              selected={item.id === selected}
              onSelect={onSelect}
              t={t}
            />
          ) : null;
        })}
      </div>
    </div>
  );
}

interface RowProps {
  item: Activity;
  index: number;
  selected: boolean;
  onSelect: (id: number | null) => void;
  t: TFunction<'inspector'>;
}

const Row = memo(function Row({ item, index, selected, onSelect, t }: RowProps) {
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
        {formatMilliseconds(item.at)}
      </span>
      <span role="gridcell" className="mono" translate="no">
        <span className="t3">{item.method}</span> {item.path === '-' ? t('request.unknownPath') : item.path}
      </span>
      <span role="gridcell" className={item.status >= 400 ? 'mono bad' : 'mono'}>
        {item.status}
      </span>
      <span role="gridcell" className="took mono">
        {item.ms.toFixed(item.ms < 0.1 ? 2 : 1)}
      </span>
      <span role="gridcell" className="about" translate="no" title={subject}>
        {subject}
      </span>
      <span role="gridcell" className="from mono" translate="no" title={item.address}>
        {item.address || t('here')}
      </span>
    </div>
  );
});
