import type { ReactNode } from 'react';
import { NoMatch } from './ListFrame';
import { ListRows, type ListRowsProps } from './ListRows';
import { PageHead } from './PageHead';

interface ListPageProps<Row> extends Omit<ListRowsProps<Row>, 'label' | 'none'> {
  title: string;
  /** How many there are in all, behind the title. */
  count: number | undefined;
  /** Buttons of the head; left out while the list is blank, which has one of its own. */
  buttons: ReactNode;
  /** Whether the search or a filter is set. */
  filtered: boolean;
  /** What stands there while there is nothing at all. */
  blank: ReactNode;
  noMatch: { title: string; text?: string };
  onClear: () => void;
  /** Drawers and dialogs of the page. */
  children?: ReactNode;
}

/** A page that is a list: its head, its filters, and in their place what there is to say when it has no rows. */
export function ListPage<Row>(props: ListPageProps<Row>) {
  const { title, count, buttons, filtered, blank, noMatch, onClear, children, ...rows } = props;
  const isBlank = rows.list.none && !filtered;
  return (
    <>
      <PageHead title={title} {...(count ? { count } : {})}>
        {!isBlank && buttons}
      </PageHead>
      {isBlank ? (
        blank
      ) : (
        <ListRows<Row> {...rows} label={title} none={<NoMatch {...noMatch} onClear={onClear} />} />
      )}
      {children}
    </>
  );
}
