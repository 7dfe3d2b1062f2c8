import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { focused } from '../test/focus';
import { renderUi } from '../test/render';
import { SearchField } from './SearchField';

function Page({ onSearch }: { onSearch: (text: string) => void }) {
  const [value, setValue] = useState('');
  return (
    <>
      <SearchField
        label="Search"
        value={value}
        onSearch={(text) => {
          onSearch(text);
          // The address answers late, as a router does under load.
          setTimeout(() => setValue(text), 120);
        }}
      />
      <button type="button" onClick={() => setValue('')}>
        Clear
      </button>
      <output>{value}</output>
    </>
  );
}

// A busy machine pauses where nobody who types would: these strokes are of a clock of their own.
const advanceTimers = (ms: number) => vi.advanceTimersByTime(ms);

describe('the search field, stroke by stroke', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    // Testing-library asks for them under this name.
    vi.stubGlobal('jest', { advanceTimersByTime: advanceTimers });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('sends a burst once, and loses no keystroke while answers to earlier ones come in', async () => {
    const onSearch = vi.fn();
    renderUi(<Page onSearch={onSearch} />);
    const field = screen.getByRole('searchbox', { name: 'Search' });
    const user = userEvent.setup({ delay: 66, advanceTimers });
    await user.type(field, 'billing');
    await act(() => vi.advanceTimersByTimeAsync(100));
    await user.type(field, '-batch-2');
    await act(() => vi.advanceTimersByTimeAsync(400));
    expect(field).toHaveValue('billing-batch-2');
    expect(onSearch.mock.calls).toEqual([['billing'], ['billing-batch-2']]);
  });

  it('loses none where each stroke goes out before the one before has come back', async () => {
    const onSearch = vi.fn();
    renderUi(<Page onSearch={onSearch} />);
    const field = screen.getByRole('searchbox', { name: 'Search' });
    const user = userEvent.setup({ delay: 100, advanceTimers });
    await user.type(field, 'nightly');
    await act(() => vi.advanceTimersByTimeAsync(400));
    expect(field).toHaveValue('nightly');
    expect(onSearch).toHaveBeenLastCalledWith('nightly');
    await user.click(screen.getByRole('button', { name: 'Clear' }));
    expect(field).toHaveValue('');
  });
});

describe('the search field', () => {
  it('follows when it is cleared from outside, and clears itself on Escape', async () => {
    const onSearch = vi.fn();
    renderUi(<Page onSearch={onSearch} />);
    const field = screen.getByRole('searchbox', { name: 'Search' });
    await userEvent.type(field, 'acme{Enter}');
    expect(await screen.findByText('acme')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Clear' }));
    expect(field).toHaveValue('');
    await userEvent.type(field, 'nord{Escape}');
    expect(field).toHaveValue('');
  });

  it('takes the focus on a slash', async () => {
    renderUi(<Page onSearch={() => {}} />);
    await userEvent.keyboard('/');
    await focused(() => screen.getByRole('searchbox'));
    expect(screen.getByRole('searchbox')).toHaveValue('');
  });
});
