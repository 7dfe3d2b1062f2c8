import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { host } from '../platform';
import { focused } from '../test/focus';
import { axeViolations, renderUi } from '../test/render';
import { RevealDialog } from './RevealDialog';

const secret = 'canary-secret-canary';

function Page() {
  const [open, setOpen] = useState(true);
  return open ? (
    <RevealDialog
      title="Save the secret"
      lead="Copy it now."
      label="Secret"
      secret={secret}
      forms={[{ label: 'JSON', text: () => `{"secret":"${secret}"}` }]}
      warning="Not copied yet."
      copyAction="Copy secret"
      end="Expires tomorrow"
      onClose={() => setOpen(false)}
    />
  ) : null;
}

function show(copies = true) {
  const copied: string[] = [];
  vi.spyOn(host, 'copyText').mockImplementation((text) => {
    copied.push(text);
    return Promise.resolve(copies);
  });
  renderUi(<Page />);
  return copied;
}

describe('a secret that is shown once', () => {
  afterEach(() => vi.restoreAllMocks());

  it('is masked by sixteen dots until it is revealed, and again when the window is left', async () => {
    show();
    expect(document.body.textContent).not.toContain(secret);
    expect(screen.getByText('\u2022'.repeat(16))).toBeInTheDocument();
    const reveal = screen.getByRole('button', { name: 'Reveal: Secret' });
    await userEvent.click(reveal);
    expect(reveal).toHaveAttribute('aria-pressed', 'true');
    expect(screen.getByText(secret)).toBeInTheDocument();
    window.dispatchEvent(new Event('blur'));
    await waitFor(() => expect(document.body.textContent).not.toContain(secret));
    expect(await axeViolations()).toEqual([]);
  });

  it('has Copy in focus, so that Enter copies; then Done closes and nothing of it stays', async () => {
    const copied = show();
    await focused(() => screen.getByRole('button', { name: 'Copy: Secret' }));
    await userEvent.keyboard('{Enter}');
    await screen.findByRole('button', { name: 'Copied: Secret' });
    expect(copied).toEqual([secret]);
    await userEvent.click(screen.getByRole('button', { name: 'Done' }));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.documentElement.innerHTML).not.toContain(secret);
    expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain(secret);
  });

  it('asks before it closes uncopied, on every way out', async () => {
    show();
    await userEvent.keyboard('{Escape}');
    expect(screen.getByRole('alert')).toHaveTextContent('Not copied yet.');
    expect(screen.getByRole('dialog')).toBeInTheDocument();
    const leaving = new Event('beforeunload', { cancelable: true });
    window.dispatchEvent(leaving);
    expect(leaving.defaultPrevented).toBe(true);
    await userEvent.click(screen.getByRole('button', { name: 'Close without copying' }));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('counts another form of it as copied', async () => {
    const copied = show();
    await userEvent.click(screen.getByRole('button', { name: 'JSON' }));
    await screen.findByRole('button', { name: 'Copied: Secret' });
    expect(copied).toEqual([`{"secret":"${secret}"}`]);
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('shows it to be copied by hand where the system refuses', async () => {
    show(false);
    await userEvent.click(screen.getByRole('button', { name: 'Copy: Secret' }));
    expect(await screen.findByText(secret)).toBeInTheDocument();
    expect(await screen.findByText('Select the text and copy it by hand.')).toBeInTheDocument();
  });
});
