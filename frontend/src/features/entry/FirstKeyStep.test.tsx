import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import { axeViolations, renderUi } from '../../test/render';
import { server } from '../../test/server';
import { FirstKeyStep } from './FirstKeyStep';
import type { MadeKey } from './firstKey';

const made: MadeKey = {
  accessKey: '986d8167a9b9a15e37db4ab4ad50877b01347a94',
  secret: 'secret-canary',
  keyName: 'My first key',
  expires: '2027-02-20T14:03:00Z',
  accountName: 'Default',
  username: 'maya',
  password: 'password-canary',
};

function show(key: MadeKey | null = null) {
  const calls = { onMaking: vi.fn(), onMade: vi.fn(), onKept: vi.fn() };
  renderUi(
    <ol>
      <FirstKeyStep made={key} urge={false} {...calls} />
    </ol>,
  );
  return calls;
}
const create = () => userEvent.click(screen.getByRole('button', { name: 'Create key' }));

describe('FirstKeyStep', () => {
  it('makes the key with what stands in the form, without a character typed', async () => {
    let sent: unknown;
    server.use(
      http.post('/api/v1/first-run', async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json(
          {
            account: { name: 'Default' },
            user: { username: 'maya' },
            password: '',
            key: {
              accessKey: made.accessKey,
              secret: made.secret,
              name: made.keyName,
              expires: made.expires,
            },
          },
          { status: 201 },
        );
      }),
    );
    const { onMade, onMaking } = show();
    await create();
    await waitFor(() => expect(onMade).toHaveBeenCalledWith({ ...made, password: '' }));
    expect(sent).toEqual({ keyName: 'My first key', expires: '90d' });
    expect(onMaking.mock.calls).toEqual([[true], [false]]);
  });

  it('keeps the form and says why when the core refuses', async () => {
    server.use(
      http.post('/api/v1/first-run', () =>
        HttpResponse.json(
          {
            type: 'about:blank',
            title: '',
            status: 409,
            code: 'conflict',
            detail: 'there is a key already',
            requestId: 'r',
          },
          { status: 409 },
        ),
      ),
    );
    show();
    await userEvent.clear(screen.getByLabelText('Name'));
    await userEvent.type(screen.getByLabelText('Name'), 'kept');
    await create();
    expect(await screen.findByRole('alert')).toHaveTextContent('There is a key already.');
    expect(screen.getByLabelText('Name')).toHaveValue('kept');
  });

  it('shows secret and password masked, beside each other, until they are asked for', async () => {
    show(made);
    expect(document.body.textContent).not.toContain('canary');
    await userEvent.click(screen.getByRole('button', { name: 'Reveal: Password' }));
    expect(screen.getByText('password-canary')).toBeVisible();
    expect(screen.queryByText('secret-canary')).toBeNull();
    expect(screen.getByText(/until 20 Feb 2027/)).toBeVisible();
    expect(await axeViolations()).toEqual([]);
  });

  it('says which of them was copied', async () => {
    const user = userEvent.setup();
    const { onKept } = show(made);
    await user.click(screen.getByRole('button', { name: 'Copy: Secret' }));
    await waitFor(() => expect(onKept).toHaveBeenCalledWith('secret'));
    await user.click(screen.getByRole('button', { name: 'Copy: Password' }));
    await waitFor(() => expect(onKept).toHaveBeenCalledWith('password'));
  });

  it('names the own password instead where the user has one', () => {
    show({ ...made, password: '' });
    expect(screen.getByText('your own password, as the user maya')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Copy: Password' })).toBeNull();
  });
});
