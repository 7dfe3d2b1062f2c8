import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { FormEvent } from 'react';
import { expect, it, vi } from 'vitest';
import { focused } from '../test/focus';
import { renderUi } from '../test/render';
import { Button } from './Button';

it('does nothing while what it began goes on, and keeps the focus', async () => {
  const press = vi.fn();
  const send = vi.fn((event: FormEvent) => event.preventDefault());
  const form = (busy: boolean) => (
    <form onSubmit={send}>
      <Button type="submit" busy={busy} onClick={press}>
        Send
      </Button>
    </form>
  );
  const { rerender } = renderUi(form(false));
  const button = screen.getByRole('button', { name: 'Send' });
  await userEvent.click(button);
  rerender(form(true));
  await focused(() => button);
  await userEvent.keyboard('{Enter}');
  await userEvent.click(button);
  expect(press).toHaveBeenCalledTimes(1);
  expect(send).toHaveBeenCalledTimes(1);
  expect(button).toHaveAttribute('aria-disabled', 'true');
});
