import { ArrowDown, ArrowUp } from 'lucide-react';
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../i18n/clock';
import { useShortWindow } from '../theme/density';
import { measuredScale } from '../theme/zoom';
import { isSingle, matches } from './chord';
import { useSingleKeys } from './commands';
import { GridLine } from './GridLine';
import type { GridColumn, GridLook } from './gridColumns';
import { type MenuPlace, type RowActions, RowMenu } from './RowMenu';
import { RowSlots } from './rowSlots';
import { useRowWindow } from './useRowWindow';
import './grid.css';

interface GridSort {
  by: string;
  desc: boolean;
}

/** Rows chosen to be dealt with together. */
export interface GridSelection {
  has: (id: string) => boolean;
  toggle: (id: string) => void;
  /** Of the box above them. */
  state: 'none' | 'some' | 'all';
  /** Chooses the rows there are, or none. */
  toggleAll: () => void;
}

interface DataGridProps<Row> {
  label: string;
  columns: readonly GridColumn<Row>[];
  look: GridLook;
  total: number;
  row: (index: number) => Row | undefined;
  rowName: (row: Row) => string;
  rowId: (row: Row) => string;
  /** Rows that have ended are written in a weaker colour. */
  rowEnded?: (row: Row) => boolean;
  /** A button in the row for the one thing it asks for. */
  rowButton?: (row: Row) => { label: string; run: () => void } | null;
  actions: (row: Row) => RowActions;
  selection?: GridSelection | undefined;
  sort: GridSort;
  onSort: (sort: GridSort) => void;
  onRange: (first: number, last: number) => void;
  onOpen: (row: Row) => void;
  /** What mod C copies of the row in focus. */
  onCopy: (row: Row) => void;
  /** Readable, but nothing can be done with the rows. */
  stale: boolean;
  /** Where this changes, the list starts again at its top. */
  topic: string;
  openId: string | undefined;
}

const height = { roomy: 40, compact: 32 };
const headHeight = 32;

/**
 * A list of any length. Rows are plain table rows, only those in view exist, and one menu serves them all.
 * The arrow keys belong to it only while one of its rows has the focus.
 */
export function DataGrid<Row>(props: DataGridProps<Row>) {
  const { t } = useTranslation();
  const now = useNow();
  const { single } = useSingleKeys();
  const { columns, total, row: rowAt, onRange, look, stale, topic } = props;
  const selection = stale ? undefined : props.selection;
  const scroller = useRef<HTMLDivElement>(null);
  const [focus, setFocus] = useState({ topic, index: 0 });
  const active = focus.topic === topic ? focus.index : 0;
  const setActive = (index: number) => setFocus({ topic, index });
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const [slots] = useState(() => new RowSlots());
  const focusWanted = useRef<number | null>(null);
  const short = useShortWindow();
  const compact = look.compact || short;
  const rowHeight = compact ? height.compact : height.roomy;

  const { first, end, above, below, fits, reveal } = useRowWindow(scroller, {
    total,
    rowHeight,
    headHeight,
    topic,
  });
  const last = Math.max(first, end - 1);

  useEffect(() => onRange(first, last), [onRange, first, last]);
  const shown = useMemo(() => columns.filter(({ id }) => !look.hidden.includes(id)), [columns, look.hidden]);
  const keys = slots.assign(first, end, active);
  // Only a row that is in view can be reached by Tab.
  const tabStop = Math.min(Math.max(active, first), last);

  const focusRow = (index: number) => {
    const next = Math.min(Math.max(index, 0), total - 1);
    setActive(next);
    focusWanted.current = next;
    reveal(next);
  };
  // The row may have to be scrolled in and drawn before it can take the focus. An effect of the drawing before may come
  // as late as after the key, and knows another row.
  useEffect(() => {
    if (focusWanted.current !== active) return;
    const row = scroller.current?.querySelector<HTMLElement>(`tr[data-index="${active}"]`);
    if (!row) return;
    focusWanted.current = null;
    row.focus({ preventScroll: true });
    // The list itself is not whole in view where the page scrolls around it.
    scroller.current?.scrollIntoView({ block: 'nearest' });
  });

  const openMenu = (row: Row, from: HTMLElement, at: DOMRect) => {
    const actions = props.actions(row).filter((group) => group.length > 0);
    const scale = measuredScale();
    setMenu({ name: props.rowName(row), actions, x: at.right / scale, y: at.bottom / scale, from });
  };

  // What the menu of the row shows keys for is done by them, too.
  const runByKey = (row: Row, event: globalThis.KeyboardEvent): boolean => {
    if (stale) return false;
    const action = props
      .actions(row)
      .flat()
      .find(({ keys }) => keys && matches(event, keys) && (single || !isSingle(keys)));
    if (!action || action.disabled) return false;
    action.run();
    return true;
  };

  const press = (event: KeyboardEvent<HTMLTableSectionElement>) => {
    const line = event.target;
    if (!(line instanceof HTMLTableRowElement)) return;
    const index = Number(line.dataset.index);
    const row = rowAt(index);
    const page = Math.max(1, fits() - 1);
    const moves: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + page,
      PageUp: index - page,
      Home: 0,
      End: total - 1,
    };
    const target = moves[event.key];
    const menuKey = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
    const copyKey =
      event.key === 'c' && (event.ctrlKey || event.metaKey) && window.getSelection()?.isCollapsed !== false;
    if (target !== undefined) focusRow(target);
    else if (row && event.key === 'Enter') props.onOpen(row);
    else if (row && event.key === ' ' && selection) selection.toggle(props.rowId(row));
    else if (row && menuKey && !stale) {
      const button = line.querySelector('[data-menu]');
      // After this key press: a menu that opens within it takes the rest of it for its own, and closes.
      setTimeout(() => openMenu(row, line, (button ?? line).getBoundingClientRect()));
    } else if (row && copyKey) props.onCopy(row);
    else if (!row || !runByKey(row, event.nativeEvent)) return;
    event.preventDefault();
  };

  const click = (event: MouseEvent<HTMLTableSectionElement>) => {
    const target = event.target instanceof Element ? event.target : null;
    const line = target?.closest<HTMLElement>('tr[data-index]');
    const row = line ? rowAt(Number(line.dataset.index)) : undefined;
    if (!line || !row) return;
    setActive(Number(line.dataset.index));
    if (target?.closest('.pick')) return; // its box says so itself
    const button = target?.closest<HTMLElement>('button');
    if (button?.dataset.menu !== undefined) openMenu(row, button, button.getBoundingClientRect());
    else if (button) props.rowButton?.(row)?.run();
    else if (window.getSelection()?.isCollapsed !== false) props.onOpen(row);
  };

  const latest = useRef(selection);
  latest.current = selection;
  const toggle = useCallback((id: string) => latest.current?.toggle(id), []);

  return (
    <div ref={scroller} className={`gridwrap${stale ? ' stale' : ''}${compact ? ' compact' : ''}`}>
      <table
        className="grid"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its rows are moved through by arrow keys
        role="grid"
        aria-label={props.label}
        aria-rowcount={total + 1}
        aria-readonly="true"
        aria-multiselectable={selection ? true : undefined}
      >
        <colgroup>
          {props.selection && <col className="pick-col" />}
          {shown.map(({ id, width, narrowWidth, wideOnly }) => (
            <col
              key={id}
              className={wideOnly ? 'wide-only' : ''}
              style={{ '--w': px(width), '--wn': px(narrowWidth ?? width) } as CSSProperties}
            />
          ))}
          <col className="rowacts-col" />
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {props.selection && (
              <th scope="col" className="pick">
                <SelectAll selection={selection} />
              </th>
            )}
            {shown.map(({ id, title, wideOnly, sort }) => (
              <HeaderCell
                key={id}
                title={title}
                wideOnly={wideOnly ?? false}
                by={sort}
                sort={props.sort}
                onSort={props.onSort}
              />
            ))}
            <th scope="col">
              <span className="unseen">{t('grid.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody onKeyDown={press} onClick={click}>
          {above > 0 && <Gap height={above} />}
          {[...keys].map(([index, key]) => {
            const row = rowAt(index);
            return (
              <GridLine<Row>
                key={key}
                index={index}
                row={row}
                now={now}
                columns={shown}
                name={row ? props.rowName(row) : ''}
                id={row ? props.rowId(row) : ''}
                open={row !== undefined && props.rowId(row) === props.openId}
                ended={row !== undefined && props.rowEnded?.(row) === true}
                button={(row && !stale && props.rowButton?.(row)?.label) || ''}
                menu={!stale}
                boxes={props.selection !== undefined}
                picked={row && selection ? selection.has(props.rowId(row)) : undefined}
                onToggle={toggle}
                tabStop={index === tabStop}
                t={t}
              />
            );
          })}
          {below > 0 && <Gap height={below} />}
        </tbody>
      </table>
      <RowMenu place={menu} onClose={() => setMenu(null)} />
    </div>
  );
}

/** The box above the boxes: it chooses what is there, and shows whether some are chosen. */
function SelectAll({ selection }: { selection: GridSelection | undefined }) {
  const { t } = useTranslation();
  const box = useRef<HTMLInputElement>(null);
  const some = selection?.state === 'some';
  useEffect(() => {
    if (box.current) box.current.indeterminate = some;
  }, [some]);
  if (!selection) return <span className="unseen">{t('grid.selectAll')}</span>;
  return (
    <label>
      <input
        ref={box}
        type="checkbox"
        checked={selection.state === 'all'}
        onChange={selection.toggleAll}
        aria-label={t('grid.selectAll')}
      />
    </label>
  );
}

function px(width: number | undefined): string {
  return width === undefined ? 'auto' : `${width}px`;
}

/** Stands for the rows that are not drawn, so that the scroll bar tells the truth. One cell: a span would count hidden columns. */
function Gap({ height }: { height: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus
    <tr aria-hidden="true" className="gap">
      <td style={{ height }} />
    </tr>
  );
}

interface HeaderCellProps {
  title: string;
  wideOnly: boolean;
  by: string | undefined;
  sort: GridSort;
  onSort: (sort: GridSort) => void;
}

function HeaderCell({ title, wideOnly, by, sort, onSort }: HeaderCellProps) {
  const sorted = by !== undefined && sort.by === by;
  const Arrow = sort.desc ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      className={wideOnly ? 'wide-only' : ''}
      aria-sort={sorted ? (sort.desc ? 'descending' : 'ascending') : undefined}
    >
      {by === undefined ? (
        title
      ) : (
        <button type="button" onClick={() => onSort({ by, desc: sorted && !sort.desc })}>
          {title}
          {sorted && <Arrow className="i i12" aria-hidden="true" />}
        </button>
      )}
    </th>
  );
}
