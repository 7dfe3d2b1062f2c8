import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { renderUi } from '../test/render';
import { useShortcut, useShortcuts } from './shortcuts';

function Page({ run, able = true }: { run: () => void; able?: boolean }) {
  useShortcut(able ? { id: 'create', label: 'Create', keys: 'C', run } : null);
  const { setSingle } = useShortcuts();
  return (
    <>
      <input aria-label="Name" />
      <button type="button" onClick={() => setSingle(false)}>
        Off
      </button>
    </>
  );
}

describe('a single-letter shortcut', () => {
  it('runs its command outside of fields only', async () => {
    const run = vi.fn();
    renderUi(<Page run={run} />);
    await userEvent.keyboard('c');
    expect(run).toHaveBeenCalledOnce();
    await userEvent.type(screen.getByLabelText('Name'), 'ccc');
    expect(run).toHaveBeenCalledOnce();
  });

  it('leaves the chords of the browser alone', async () => {
    const run = vi.fn();
    renderUi(<Page run={run} />);
    await userEvent.keyboard('{Control>}c{/Control}');
    expect(run).not.toHaveBeenCalled();
  });

  it('can be switched off', async () => {
    const run = vi.fn();
    renderUi(<Page run={run} />);
    await userEvent.click(screen.getByRole('button', { name: 'Off' }));
    await userEvent.keyboard('c');
    expect(run).not.toHaveBeenCalled();
  });

  it('is not there while its command cannot be carried out', async () => {
    const run = vi.fn();
    renderUi(<Page run={run} able={false} />);
    await userEvent.keyboard('c');
    expect(run).not.toHaveBeenCalled();
  });
});
