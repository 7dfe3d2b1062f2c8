import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ClosingAnswer, host } from '../platform';
import { focused } from '../test/focus';
import { axeViolations, renderUi } from '../test/render';
import { WindowClosing } from './WindowClosing';

/** A window that is closed by calling what it gives. */
function inWindow() {
  let hear = (_serving: boolean) => {};
  const answerClosing = vi.fn(async (_answer: ClosingAnswer) => {});
  const controls = {
    onClosing: (ask: (serving: boolean) => void) => {
      hear = ask;
      return () => {};
    },
    answerClosing,
  };
  Reflect.set(host, 'window', controls);
  renderUi(<WindowClosing />);
  return { close: (serving: boolean) => act(() => hear(serving)), answerClosing };
}

/** Something open that is not saved, as forms and secrets say it. */
function holding() {
  const hold = (event: Event) => event.preventDefault();
  window.addEventListener('beforeunload', hold);
  return () => window.removeEventListener('beforeunload', hold);
}

afterEach(() => Reflect.set(host, 'window', null));

describe('a window that is closed', () => {
  it('goes at once where nothing ends with it', () => {
    const { close, answerClosing } = inWindow();
    close(false);
    expect(answerClosing).toHaveBeenCalledExactlyOnceWith('keep');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it.each([
    ['Keep serving', 'keep'],
    ['Stop', 'stop'],
    ['Cancel', 'stay'],
  ] as const)('asks what becomes of the listener: %s', async (button, answer) => {
    const { close, answerClosing } = inWindow();
    close(true);
    await screen.findByRole('dialog', { name: 'Keep answering logins without the window?' });
    await focused(() => screen.getByRole('button', { name: 'Keep serving' }));
    expect(answerClosing).not.toHaveBeenCalled();
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: button }));
    expect(answerClosing).toHaveBeenCalledExactlyOnceWith(answer);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('asks before something open in it is lost, and stays by Escape', async () => {
    const let_go = holding();
    const { close, answerClosing } = inWindow();
    close(false);
    await screen.findByRole('dialog', { name: 'Close the window?' });
    await focused(() => screen.getByRole('button', { name: 'Back to it' }));
    await userEvent.keyboard('{Escape}');
    expect(answerClosing).toHaveBeenLastCalledWith('stay');
    close(true);
    expect(await screen.findByText(/not copied or saved is lost/)).toBeInTheDocument();
    await focused(() => screen.getByRole('button', { name: 'Cancel' }));
    let_go();
  });
});
