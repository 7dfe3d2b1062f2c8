import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Pencil } from 'lucide-react';
import { describe, expect, it, vi } from 'vitest';
import { focused } from '../test/focus';
import { axeViolations, renderUi } from '../test/render';
import { DataGrid } from './DataGrid';
import type { GridColumn } from './gridColumns';

interface Thing {
  id: string;
  name: string;
}

const columns: GridColumn<Thing>[] = [
  { id: 'name', title: 'Name', sort: 'name', render: ({ name }) => name },
  { id: 'id', title: 'Id', width: 100, optional: true, render: ({ id }) => id },
];

const noop = () => {};

function show(change: Partial<Parameters<typeof DataGrid<Thing>>[0]> = {}) {
  const edit = vi.fn();
  const props: Parameters<typeof DataGrid<Thing>>[0] = {
    label: 'Things',
    columns,
    look: { compact: false, hidden: [] },
    total: 100_000,
    row: (index) => ({ id: `id-${index}`, name: `thing-${index}` }),
    rowId: ({ id }) => id,
    rowName: ({ name }) => name,
    actions: (thing) => [[{ id: 'edit', label: 'Edit…', icon: Pencil, run: () => edit(thing.id) }]],
    sort: { by: 'name', desc: false },
    onSort: noop,
    onRange: noop,
    onOpen: noop,
    onCopy: noop,
    stale: false,
    topic: '',
    openId: undefined,
    ...change,
  };
  const { rerender } = renderUi(<DataGrid<Thing> {...props} />);
  return { edit, again: (next: Partial<typeof props>) => rerender(<DataGrid<Thing> {...props} {...next} />) };
}

const lines = () => [...document.querySelectorAll('tr[data-index]')];

function scrollTo(row: number) {
  const box = document.querySelector('.gridwrap');
  act(() => {
    if (box) box.scrollTop = row * 40;
    box?.dispatchEvent(new Event('scroll'));
  });
}

const line = (name: string) => screen.getByRole('row', { name: new RegExp(`^${name} `) });

describe('a grid of a hundred thousand rows', () => {
  it('draws those in view and says how many there are', async () => {
    show();
    const grid = screen.getByRole('grid', { name: 'Things' });
    expect(grid).toHaveAttribute('aria-rowcount', '100001');
    expect(within(grid).getAllByRole('row').length).toBeLessThan(60);
    expect(line('thing-3')).toHaveAttribute('aria-rowindex', '5');
    expect(await axeViolations()).toEqual([]);
  });

  it('shows other rows in the elements that it has, wherever it is scrolled to', () => {
    show();
    const before = new Set(lines());
    scrollTo(5_000);
    expect(line('thing-5000')).toHaveAttribute('aria-rowindex', '5002');
    expect(lines().filter((each) => !before.has(each)).length).toBeLessThan(10);
    scrollTo(99_999);
    expect(line('thing-99999')).toBeInTheDocument();
  });

  it('begins at the top again where another list is shown', () => {
    const { again } = show();
    scrollTo(5_000);
    again({ topic: 'acme', total: 40 });
    expect(line('thing-0')).toBeInTheDocument();
    expect(document.querySelector('.gridwrap')).toHaveProperty('scrollTop', 0);
  });

  it('has one stop for Tab and moves by arrows', async () => {
    show();
    expect(document.querySelectorAll('tbody [tabindex="0"]')).toHaveLength(1);
    line('thing-0').focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}');
    await focused(() => line('thing-1'));
  });

  it('comes to the last of a million rows by a key, and to each on the way back', async () => {
    show({ total: 1_000_000 });
    line('thing-0').focus();
    await userEvent.keyboard('{End}');
    await focused(() => line('thing-999999'));
    await userEvent.keyboard('{ArrowUp}{ArrowUp}{PageUp}{ArrowDown}');
    // A page is what fits under the head, less the row that stays to read on from.
    await focused(() => line('thing-999985'));
    await userEvent.keyboard('{Home}');
    await focused(() => line('thing-0'));
  });

  it('opens a row by Enter and by a click', async () => {
    const onOpen = vi.fn();
    show({ onOpen });
    line('thing-2').focus();
    await userEvent.keyboard('{Enter}');
    await userEvent.click(screen.getByText('thing-4'));
    expect(onOpen.mock.calls.map(([thing]) => thing.id)).toEqual(['id-2', 'id-4']);
  });

  it('opens the same menu by its dots and by Shift F10, and gives the focus back', async () => {
    const { edit } = show();
    await userEvent.click(screen.getByRole('button', { name: 'Actions for thing-1' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Edit…' }));
    expect(edit).toHaveBeenCalledWith('id-1');

    line('thing-2').focus();
    await userEvent.keyboard('{Shift>}{F10}{/Shift}');
    expect(await screen.findByRole('menuitem', { name: 'Edit…' })).toBeVisible();
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('menuitem')).toBeNull();
    await focused(() => line('thing-2'));
  });

  it('turns the order round at the second click on a head', async () => {
    const onSort = vi.fn();
    show({ onSort });
    expect(screen.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');
    await userEvent.click(screen.getByRole('button', { name: 'Name' }));
    expect(onSort).toHaveBeenCalledWith({ by: 'name', desc: true });
  });

  it('leaves hidden columns out and draws what is not loaded as waiting', () => {
    show({
      look: { compact: true, hidden: ['id'] },
      row: (index) => (index === 1 ? undefined : { id: 'x', name: 'n' }),
    });
    expect(screen.queryByRole('columnheader', { name: 'Id' })).toBeNull();
    expect(document.querySelectorAll('tr[aria-busy="true"]')).toHaveLength(1);
  });

  it('offers nothing to do while its rows are stale', () => {
    show({ stale: true });
    expect(screen.queryByRole('button', { name: /Actions for/ })).toBeNull();
    expect(screen.getByText('thing-1')).toBeInTheDocument();
  });
});
