import { useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, Ellipsis } from 'lucide-react';
import { type CSSProperties, type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../i18n/clock';
import { measuredScale } from '../theme/zoom';
import { isSingle, matches } from './chord';
import { useSingleKeys } from './commands';
import { features, type GridColumn, type GridLook, type Slot, useColumnDefs } from './gridColumns';
import { type MenuPlace, type RowActions, RowMenu } from './RowMenu';
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

/**
 * A list of any length. Rows are plain table rows, only those in view exist, and one menu serves them all.
 * The arrow keys belong to it only while one of its rows has the focus.
 */
export function DataGrid<Row>(props: DataGridProps<Row>) {
  const { t } = useTranslation();
  const now = useNow();
  const { single } = useSingleKeys();
  const { columns, total, row: rowAt, onRange, look, stale } = props;
  const selection = stale ? undefined : props.selection;
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const focusWanted = useRef(false);
  const rowHeight = look.compact ? height.compact : height.roomy;

  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollPaddingStart: 32,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;

  useEffect(() => onRange(first, last), [onRange, first, last]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew when the density changes
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: back to the top when another list is shown
  useEffect(() => {
    setActive(0);
    virtual.scrollToOffset(0);
  }, [virtual, props.topic]);

  const slots: Slot<Row>[] = items.map(({ index }) => ({ index, row: rowAt(index) }));
  const table = useTable({
    features,
    columns: useColumnDefs(columns),
    data: slots,
    state: { columnVisibility: Object.fromEntries(look.hidden.map((id) => [id, false])) },
  });
  const shown = table.getVisibleLeafColumns();
  const render = new Map(columns.map((column) => [column.id, column.render]));
  // Only a row that is in view can be reached by Tab.
  const tabStop = Math.min(Math.max(active, first), last);

  const focusRow = (index: number) => {
    const next = Math.min(Math.max(index, 0), total - 1);
    setActive(next);
    focusWanted.current = true;
    virtual.scrollToIndex(next);
  };
  // The row may have to be scrolled in and drawn before it can take the focus.
  useEffect(() => {
    if (!focusWanted.current) return;
    const row = scroller.current?.querySelector<HTMLElement>(`tr[data-index="${active}"]`);
    if (!row) return;
    focusWanted.current = false;
    row.focus({ preventScroll: true });
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
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 2);
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

  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div ref={scroller} className={`gridwrap${stale ? ' stale' : ''}${look.compact ? ' compact' : ''}`}>
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
          {shown.map(({ id, columnDef: { meta } }) => (
            <col
              key={id}
              className={meta?.wideOnly ? 'wide-only' : ''}
              style={
                { '--w': px(meta?.width), '--wn': px(meta?.narrowWidth ?? meta?.width) } as CSSProperties
              }
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
            {shown.map(({ id, columnDef: { header, meta } }) => (
              <HeaderCell
                key={id}
                title={String(header)}
                wideOnly={meta?.wideOnly ?? false}
                by={meta?.sort}
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
          {table.getRowModel().rows.map(({ original: { index, row } }) => {
            const name = row ? props.rowName(row) : '';
            const button = row && !stale ? props.rowButton?.(row) : null;
            const open = row !== undefined && props.rowId(row) === props.openId;
            const ended = row !== undefined && props.rowEnded?.(row);
            const picked = row !== undefined && selection?.has(props.rowId(row));
            return (
              <tr
                key={index}
                data-index={index}
                aria-rowindex={index + 2}
                aria-selected={selection ? Boolean(picked) : open}
                aria-busy={row === undefined}
                tabIndex={index === tabStop ? 0 : -1}
                className={`${open ? 'open' : ''} ${ended ? 'ended' : ''} ${picked ? 'picked' : ''}`}
              >
                {props.selection && (
                  <td className="pick">
                    {row && selection && (
                      <label>
                        <input
                          type="checkbox"
                          tabIndex={-1}
                          checked={Boolean(picked)}
                          onChange={() => selection.toggle(props.rowId(row))}
                          aria-label={t('grid.select', { name })}
                        />
                      </label>
                    )}
                  </td>
                )}
                {shown.map(({ id, columnDef: { meta } }) => (
                  <td key={id} className={meta?.wideOnly ? 'wide-only' : ''}>
                    {row ? render.get(id)?.(row, now) : <span className="bone" />}
                  </td>
                ))}
                <td>
                  {row && !stale && (
                    <span className="rowacts">
                      {button && (
                        <button type="button" className="btn small soft wide-only" tabIndex={-1}>
                          {button.label}
                        </button>
                      )}
                      <button
                        type="button"
                        className="ib small"
                        data-menu=""
                        tabIndex={-1}
                        aria-haspopup="menu"
                        aria-label={t('action.actionsFor', { name })}
                      >
                        <Ellipsis className="i" aria-hidden="true" />
                      </button>
                    </span>
                  )}
                </td>
              </tr>
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
