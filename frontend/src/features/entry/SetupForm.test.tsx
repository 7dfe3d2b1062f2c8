import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import { axeViolations, renderUi } from '../../test/render';
import { server } from '../../test/server';
import { SetupForm } from './SetupForm';

const answer = {
  session: 'value-1',
  operator: { name: 'maya', username: 'maya', role: 'owner', via: 'session' },
  expires: '2026-11-23T02:00:00Z',
};

function problem(status: number, code: string, detail: string, field?: string) {
  return HttpResponse.json(
    { type: 'about:blank', title: '', status, code, detail, field, requestId: 'r-1' },
    { status },
  );
}

function show() {
  const onRefused = vi.fn();
  const onMade = vi.fn();
  renderUi(<SetupForm token="t-1" onRefused={onRefused} onMade={onMade} />);
  return { onRefused, onMade };
}

async function fill(password = 'teal-river-candle') {
  await userEvent.type(screen.getByLabelText('Username'), 'maya');
  await userEvent.type(screen.getByLabelText('Password'), password);
}
const send = () => userEvent.click(screen.getByRole('button', { name: 'Make owner and sign in' }));

describe('SetupForm', () => {
  it('makes the owner with the token of the link and nothing that was left empty', async () => {
    let sent: unknown;
    server.use(
      http.post('/api/v1/setup', async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json(answer, { status: 201 });
      }),
    );
    const { onMade } = show();
    await fill();
    await userEvent.type(screen.getByLabelText(/First name/), 'Maya');
    await send();
    await waitFor(() => expect(onMade).toHaveBeenCalledOnce());
    expect(sent).toEqual({
      token: 't-1',
      username: 'maya',
      password: 'teal-river-candle',
      firstName: 'Maya',
    });
    expect(await axeViolations()).toEqual([]);
  });

  it('refuses a short password before it asks, and says how long it must be', async () => {
    show();
    await fill('short');
    expect(screen.getByText('Too short: 5 more characters')).toBeVisible();
    await send();
    expect(screen.getByText('At least 10 characters.')).toBeVisible();
  });

  it('tells how strong the password is while it is typed', async () => {
    show();
    await fill('password12');
    expect(screen.getByText(/Weak: it holds a word everybody tries/)).toBeVisible();
    await userEvent.clear(screen.getByLabelText('Password'));
    await userEvent.type(screen.getByLabelText('Password'), 'teal.river.candle.window');
    expect(screen.getByText(/Good|Strong/)).toBeVisible();
  });

  it.each([
    [401, 'unauthenticated', 'used'],
    [409, 'conflict', 'taken'],
  ])('hands a refusal of the link (%d) to the page', async (status, code, why) => {
    server.use(http.post('/api/v1/setup', () => problem(status, code, 'the setup link is not valid')));
    const { onRefused } = show();
    await fill();
    await send();
    await waitFor(() => expect(onRefused).toHaveBeenCalledWith(why));
    expect(screen.getByLabelText('Username')).toHaveValue('maya');
    expect(screen.getByLabelText('Password')).toHaveValue('teal-river-candle');
  });

  it('shows what the core says about a field at that field', async () => {
    server.use(
      http.post('/api/v1/setup', () => problem(400, 'invalid', 'a username has no spaces', 'username')),
    );
    show();
    await fill();
    await send();
    expect(await screen.findByText('A username has no spaces.')).toBeVisible();
    expect(screen.getByLabelText('Username')).toHaveAttribute('aria-invalid', 'true');
  });
});
