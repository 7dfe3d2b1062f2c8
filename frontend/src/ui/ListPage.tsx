import type { ReactNode } from 'react';
import { DataGrid, type GridSelection } from './DataGrid';
import { ErrorState } from './ErrorState';
import type { GridColumn, GridLook } from './gridColumns';
import { ListError, ListFoot, NoMatch } from './ListFrame';
import { PageHead } from './PageHead';
import type { RowActions } from './RowMenu';
import type { List } from './useList';

interface ListPageProps<Row> {
  title: string;
  /** How many there are in all, behind the title. */
  count: number | undefined;
  /** Buttons of the head; left out while the list is blank, which has one of its own. */
  buttons: ReactNode;
  /** The row of search and filters. */
  filters: ReactNode;
  list: List<Row>;
  lost: boolean;
  /** The sentence for "it could not be loaded". */
  failed: string;
  /** Whether the search or a filter is set. */
  filtered: boolean;
  /** What stands there while there is nothing at all. */
  blank: ReactNode;
  noMatch: { title: string; text?: string };
  onClear: () => void;
  foot: string;
  /** A bar in place of the foot. */
  bar?: ReactNode;
  grid: {
    columns: readonly GridColumn<Row>[];
    look: GridLook;
    rowId: (row: Row) => string;
    rowName: (row: Row) => string;
    rowEnded?: (row: Row) => boolean;
    rowButton?: (row: Row) => { label: string; run: () => void } | null;
    actions: (row: Row) => RowActions;
    selection?: GridSelection | undefined;
    sort: { by: string; desc: boolean };
    onSort: (sort: { by: string; desc: boolean }) => void;
    onOpen: (row: Row) => void;
    onCopy: (row: Row) => void;
    topic: string;
    openId?: string | undefined;
  };
  /** Drawers and dialogs of the page. */
  children?: ReactNode;
}

/** A page that is a list: its head, its filters, and in their place what there is to say when it has no rows. */
export function ListPage<Row>(props: ListPageProps<Row>) {
  const { list, lost, title, grid } = props;
  const blank = list.none && !props.filtered;
  const rows = (
    <>
      {props.filters}
      <ListError error={lost ? null : list.error} updatedAt={list.updatedAt} onRetry={list.retry} />
      {list.none ? (
        <NoMatch {...props.noMatch} onClear={props.onClear} />
      ) : (
        <DataGrid<Row>
          {...grid}
          label={title}
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
  return (
    <>
      <PageHead title={title} {...(props.count ? { count: props.count } : {})}>
        {!blank && props.buttons}
      </PageHead>
      {blank ? (
        props.blank
      ) : list.empty && list.error ? (
        <ErrorState error={list.error} title={props.failed} onRetry={list.retry} />
      ) : (
        rows
      )}
      {props.children}
    </>
  );
}
