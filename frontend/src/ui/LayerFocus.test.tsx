import { fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { focused } from '../test/focus';
import { renderUi } from '../test/render';
import { Dialog } from './Dialog';

function Page() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Open
      </button>
      {open && (
        <Dialog open title="A form" onClose={() => setOpen(false)}>
          <input aria-label="Email" />
          <input aria-label="Name" data-autofocus />
        </Dialog>
      )}
    </>
  );
}

function show() {
  renderUi(<Page />);
  const opener = screen.getByRole('button', { name: 'Open' });
  opener.focus();
  fireEvent.click(opener);
  return { opener, name: screen.getByLabelText('Name'), email: screen.getByLabelText('Email') };
}

it('has the focus as it is drawn, so that no stroke is lost', () => {
  const { name } = show();
  expect(document.activeElement).toBe(name);
});

it('leaves whoever has gone on to another field there', async () => {
  const { email } = show();
  email.focus();
  // Turns come in the order in which they were asked for: those of the layer are over.
  await new Promise<void>((done) => setTimeout(() => setTimeout(done)));
  expect(document.activeElement).toBe(email);
});

it('gives the focus back to what opened it', async () => {
  const { opener } = show();
  await userEvent.keyboard('{Escape}');
  await focused(() => opener);
});
