import { fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { startTransition, useLayoutEffect, useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { renderUi } from '../test/render';
import { type Command, useCommand, useCommands, useOffered, useSingleKeys } from './commands';
import { Keys } from './Keys';

function Page({ commands }: { commands: Command[] }) {
  useCommands(commands);
  const { setSingle } = useSingleKeys();
  return (
    <>
      <input aria-label="Name" />
      <button type="button" onClick={() => setSingle(false)}>
        Off
      </button>
      <output>
        {useOffered()
          .map(({ label }) => label)
          .join(', ')}
      </output>
      <Keys keys="C" />
    </>
  );
}

const create = (run: () => void, more: Partial<Command> = {}): Command => ({
  id: 'create',
  label: 'Create',
  keys: 'C',
  run,
  ...more,
});

/** A page that comes as the router brings one, and a key press that comes with it. */
function Coming({ run }: { run: () => void }) {
  const [here, setHere] = useState(false);
  return (
    <>
      <button type="button" onClick={() => startTransition(() => setHere(true))}>
        Go
      </button>
      {here && <Page commands={[create(run)]} />}
      {here && <Pressed />}
    </>
  );
}

function Pressed() {
  useLayoutEffect(() => void fireEvent.keyDown(document.body, { key: 'c' }), []);
  return null;
}

describe('a single-letter shortcut', () => {
  it('is heard from the moment its page stands there', async () => {
    const run = vi.fn();
    renderUi(<Coming run={run} />);
    await userEvent.click(screen.getByRole('button', { name: 'Go' }));
    expect(run).toHaveBeenCalledOnce();
  });

  it('runs its command outside of fields only', async () => {
    const run = vi.fn();
    renderUi(<Page commands={[create(run)]} />);
    await userEvent.keyboard('c');
    expect(run).toHaveBeenCalledOnce();
    await userEvent.type(screen.getByLabelText('Name'), 'ccc');
    expect(run).toHaveBeenCalledOnce();
  });

  it('leaves the chords of the browser alone', async () => {
    const run = vi.fn();
    renderUi(<Page commands={[create(run)]} />);
    await userEvent.keyboard('{Control>}c{/Control}{Alt>}c{/Alt}{Meta>}c{/Meta}');
    expect(run).not.toHaveBeenCalled();
  });

  it('can be switched off, and its hint goes with it', async () => {
    const run = vi.fn();
    renderUi(<Page commands={[create(run), create(run, { id: 'go', keys: 'G K' })]} />);
    expect(screen.getByText('C')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Off' }));
    await userEvent.keyboard('c');
    await userEvent.keyboard('gk');
    expect(run).not.toHaveBeenCalled();
    expect(screen.queryByText('C')).not.toBeInTheDocument();
  });

  it('does nothing below an open layer', async () => {
    const run = vi.fn();
    renderUi(
      <>
        <Page commands={[create(run), create(run, { id: 'open', keys: 'mod K' })]} />
        <div role="dialog" aria-label="Above" />
      </>,
    );
    await userEvent.keyboard('c{Control>}k{/Control}');
    expect(run).not.toHaveBeenCalled();
  });
});

describe('a shortcut', () => {
  it('of two keys waits for the second, and not for ever', async () => {
    const go = vi.fn();
    const k = vi.fn();
    renderUi(<Page commands={[create(go, { keys: 'G K' }), create(k, { id: 'k', keys: 'K' })]} />);
    await userEvent.keyboard('gk');
    expect(go).toHaveBeenCalledOnce();
    expect(k).not.toHaveBeenCalled();
    await userEvent.keyboard('gxk');
    expect(go).toHaveBeenCalledOnce();
    expect(k).toHaveBeenCalledOnce();
    vi.useFakeTimers({ shouldAdvanceTime: true });
    fireEvent.keyDown(document.body, { key: 'g' });
    vi.advanceTimersByTime(2_000);
    fireEvent.keyDown(document.body, { key: 'k' });
    vi.useRealTimers();
    expect(go).toHaveBeenCalledOnce();
    expect(k).toHaveBeenCalledTimes(2);
  });

  it('with mod works while somebody types, and on a keyboard of another script', async () => {
    const run = vi.fn();
    renderUi(<Page commands={[create(run, { keys: 'mod K' })]} />);
    const field = screen.getByLabelText('Name');
    await userEvent.type(field, '{Control>}k{/Control}');
    expect(run).toHaveBeenCalledOnce();
    fireEvent.keyDown(field, { key: '\u043b', code: 'KeyK', ctrlKey: true });
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('leaves a space to the button in focus', async () => {
    const pause = vi.fn();
    renderUi(<Page commands={[create(pause, { keys: 'Space' })]} />);
    screen.getByRole('button', { name: 'Off' }).focus();
    await userEvent.keyboard(' ');
    expect(pause).not.toHaveBeenCalled();
    screen.getByRole('button', { name: 'Off' }).blur();
    await userEvent.keyboard(' ');
    expect(pause).toHaveBeenCalledOnce();
  });

  it('that several have runs the one of the lowest rank', async () => {
    const selection = vi.fn();
    const search = vi.fn();
    const commands = [
      create(search, { id: 'search.clear', keys: 'Esc' }),
      create(selection, { id: 'selection.clear', keys: 'Esc', rank: -1 }),
    ];
    renderUi(<Page commands={commands} />);
    await userEvent.keyboard('{Escape}');
    expect([selection.mock.calls.length, search.mock.calls.length]).toEqual([1, 0]);
  });
});

describe('a command', () => {
  it('is offered only while it can be carried out', async () => {
    const run = vi.fn();
    renderUi(<Page commands={[create(run, { when: false }), create(run, { id: 'b', label: 'Other' })]} />);
    expect(screen.getByText('Other')).toBeInTheDocument();
    await userEvent.keyboard('c');
    expect(run).toHaveBeenCalledOnce();
  });

  it('gives its button the same act, its keys and whether it can be', async () => {
    const run = vi.fn();
    const props: unknown[] = [];
    const Offer = ({ when }: { when: boolean }) => {
      const button = useCommand(create(run, { when }));
      props.push(button);
      return (
        <button type="button" disabled={button.disabled} onClick={button.onClick}>
          Create
        </button>
      );
    };
    renderUi(<Offer when />);
    await userEvent.click(screen.getByRole('button', { name: 'Create' }));
    expect(run).toHaveBeenCalledOnce();
    expect(props[0]).toMatchObject({ keys: 'C', disabled: false });
  });
});
