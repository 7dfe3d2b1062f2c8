import type { TFunction } from 'i18next';
import { Ellipsis } from 'lucide-react';
import { memo } from 'react';
import type { GridColumn } from './gridColumns';

interface GridLineProps<Row> {
  index: number;
  /** Not there while it is loaded. */
  row: Row | undefined;
  now: number;
  columns: readonly GridColumn<Row>[];
  name: string;
  id: string;
  open: boolean;
  ended: boolean;
  /** What the button for the one thing it asks for says; none where it is empty. */
  button: string;
  menu: boolean;
  /** The list has boxes, whether or not they can be used now. */
  boxes: boolean;
  /** Not a box that can be used where it is undefined. */
  picked: boolean | undefined;
  onToggle: (id: string) => void;
  tabStop: boolean;
  t: TFunction;
}

// One for all rows: what is the same is not drawn again.
const dots = <Ellipsis className="i" aria-hidden="true" />;
const bone = <span className="bone" />;

/** One row. It is drawn again only when it has changed; the table takes its clicks and keys. */
export const GridLine = memo(Line) as typeof Line;

function Line<Row>(props: GridLineProps<Row>) {
  const { index, row, now, columns, name, picked, t } = props;
  return (
    <tr
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={picked ?? props.open}
      aria-busy={row === undefined}
      tabIndex={props.tabStop ? 0 : -1}
      className={`${props.open ? 'open' : ''} ${props.ended ? 'ended' : ''} ${picked ? 'picked' : ''}`}
    >
      {props.boxes && (
        <td className="pick">
          {row && picked !== undefined && (
            <label>
              <input
                type="checkbox"
                tabIndex={-1}
                checked={picked}
                onChange={() => props.onToggle(props.id)}
                aria-label={t('grid.select', { name })}
              />
            </label>
          )}
        </td>
      )}
      {columns.map(({ id, wideOnly, render }) => (
        <td key={id} className={wideOnly ? 'wide-only' : ''}>
          {row ? render(row, now) : bone}
        </td>
      ))}
      <td>
        {row && props.menu && (
          <span className="rowacts">
            {props.button && (
              <button type="button" className="btn small soft wide-only" tabIndex={-1}>
                {props.button}
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
              {dots}
            </button>
          </span>
        )}
      </td>
    </tr>
  );
}
