import type { ReactNode } from 'react';
import { DataGrid, type GridSelection } from './DataGrid';
import { ErrorState } from './ErrorState';
import type { GridColumn, GridLook } from './gridColumns';
import { ListError, ListFoot } from './ListFrame';
import type { RowActions } from './RowMenu';
import type { List } from './useList';

/** What the rows of a list are called and do, whichever list they stand in. */
export interface GridRows<Row> {
  rowId: (row: Row) => string;
  rowName: (row: Row) => string;
  rowEnded?: (row: Row) => boolean;
  rowButton?: (row: Row) => { label: string; run: () => void } | null;
  actions: (row: Row) => RowActions;
  onOpen: (row: Row) => void;
  onCopy: (row: Row) => void;
}

export interface ListRowsProps<Row> {
  /** What the list is called. */
  label: string;
  /** The row of search and filters, or of buttons. */
  filters: ReactNode;
  list: List<Row>;
  lost: boolean;
  /** The sentence for "it could not be loaded". */
  failed: string;
  /** In the place of the rows, where there are none. */
  none: ReactNode;
  foot: string;
  /** A bar in place of the foot. */
  bar?: ReactNode;
  grid: GridRows<Row> & {
    columns: readonly GridColumn<Row>[];
    look: GridLook;
    selection?: GridSelection | undefined;
    sort: { by: string; desc: boolean };
    onSort: (sort: { by: string; desc: boolean }) => void;
    topic: string;
    openId?: string | undefined;
  };
}

/** A list with what stands around its rows: above them what filters them and what failed, below them how many there are. */
export function ListRows<Row>(props: ListRowsProps<Row>) {
  const { list, lost, grid } = props;
  if (list.empty && list.error) {
    return <ErrorState error={list.error} title={props.failed} onRetry={list.retry} />;
  }
  return (
    <>
      {props.filters}
      <ListError error={lost ? null : list.error} updatedAt={list.updatedAt} onRetry={list.retry} />
      {list.none ? (
        props.none
      ) : (
        <DataGrid<Row>
          {...grid}
          label={props.label}
          total={list.lines}
          row={list.row}
          onRange={list.onRange}
          stale={lost}
          openId={grid.openId}
        />
      )}
      {!list.empty && (props.bar || <ListFoot lost={lost} count={props.foot} updatedAt={list.updatedAt} />)}
    </>
  );
}
