import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import { sessionValue } from '../../api/session';
import { focused } from '../../test/focus';
import { axeViolations, renderUi } from '../../test/render';
import { server } from '../../test/server';
import { SignInForm } from './SignInForm';

const operator = { name: 'm.okafor', username: 'm.okafor', role: 'owner', via: 'session' };

function problem(status: number, code: string, detail: string, headers: Record<string, string> = {}) {
  return HttpResponse.json(
    { type: 'about:blank', title: '', status, code, detail, requestId: 'r-1' },
    { status, headers: { 'Content-Type': 'application/problem+json', ...headers } },
  );
}

function show() {
  const onSignedIn = vi.fn();
  renderUi(<SignInForm onSignedIn={onSignedIn} />);
  return {
    onSignedIn,
    username: screen.getByLabelText('Username'),
    password: screen.getByLabelText('Password'),
  };
}

describe('SignInForm', () => {
  it('signs in by Enter and keeps the value of the session', async () => {
    let sent: unknown;
    server.use(
      http.post('/api/v1/session', async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json(
          { session: 'value-1', operator, expires: '2026-11-23T02:00:00Z' },
          { status: 201 },
        );
      }),
    );
    const { onSignedIn, username, password } = show();
    await userEvent.type(username, 'm.okafor');
    await userEvent.type(password, 'teal-river-candle{Enter}');
    await waitFor(() => expect(onSignedIn).toHaveBeenCalledOnce());
    expect(sent).toEqual({ username: 'm.okafor', password: 'teal-river-candle' });
    expect(sessionValue()).toBe('value-1');
  });

  it('takes what is pasted and lets password managers recognise both fields', async () => {
    const { username, password } = show();
    await userEvent.click(password);
    await userEvent.paste('from-a-manager');
    expect(password).toHaveValue('from-a-manager');
    expect(password).toHaveAttribute('autocomplete', 'current-password');
    expect(username).toHaveAttribute('autocomplete', 'username');
  });

  it('says at the form that it was refused and keeps what was typed', async () => {
    server.use(
      http.post('/api/v1/session', () => problem(401, 'unauthenticated', 'username or password is wrong')),
    );
    const { onSignedIn, username, password } = show();
    await userEvent.type(username, 'm.okafor');
    await userEvent.type(password, 'wrong-one{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('The username or the password is wrong');
    expect(username).toHaveValue('m.okafor');
    expect(password).toHaveValue('wrong-one');
    expect(onSignedIn).not.toHaveBeenCalled();
    expect(await axeViolations()).toEqual([]);
  });

  it('counts down when it has to wait, and asks nothing meanwhile', async () => {
    let asked = 0;
    server.use(
      http.post('/api/v1/session', () => {
        asked += 1;
        return problem(429, 'rate_limited', 'too many failures', { 'Retry-After': '23' });
      }),
    );
    const { username, password } = show();
    await userEvent.type(username, 'm.okafor');
    await userEvent.type(password, 'wrong-one{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent(/Try again in 2[23] s/);
    await userEvent.type(password, '{Enter}');
    expect(asked).toBe(1);
  });

  it('names the field that is empty before it asks', async () => {
    const { password } = show();
    await userEvent.type(password, '{Enter}');
    expect(screen.getByText('Enter the username.')).toBeVisible();
    expect(screen.getByText('Enter the password.')).toBeVisible();
  });

  it('says so when the core is away', async () => {
    server.use(http.post('/api/v1/session', () => HttpResponse.error()));
    const { username, password } = show();
    await userEvent.type(username, 'm.okafor');
    await userEvent.type(password, 'teal-river-candle{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('The core did not answer.');
  });

  it('shows the password on demand', async () => {
    const { password } = show();
    const toggle = screen.getByRole('button', { name: 'Show password' });
    expect(password).toHaveAttribute('type', 'password');
    await userEvent.click(toggle);
    expect(password).toHaveAttribute('type', 'text');
    expect(toggle).toHaveAttribute('aria-pressed', 'true');
  });

  it('asks for a code of whoever has a second factor, and for a new password where it is too old', async () => {
    const sent: Record<string, string>[] = [];
    server.use(
      http.post('/api/v1/session', async ({ request }) => {
        const body = (await request.json()) as Record<string, string>;
        sent.push(body);
        if (!body['code']) return problem(401, 'second_factor', 'a code is needed too');
        if (body['code'] === '111111') return problem(401, 'unauthenticated', 'unauthorized');
        if (!body['newPassword']) return problem(403, 'password_expired', 'the password is too old');
        if (body['newPassword'] === 'short') {
          return HttpResponse.json(
            {
              type: 'about:blank',
              title: '',
              status: 400,
              code: 'invalid',
              detail: 'the password has fewer than 10 characters',
              field: 'newPassword',
              requestId: 'r-1',
            },
            { status: 400, headers: { 'Content-Type': 'application/problem+json' } },
          );
        }
        return HttpResponse.json(
          { session: 'value-2', operator, expires: '2026-11-23T02:00:00Z' },
          { status: 201 },
        );
      }),
    );
    const { onSignedIn, username, password } = show();
    await userEvent.type(username, 'm.okafor');
    await userEvent.type(password, 'teal-river-candle{Enter}');
    const code = await screen.findByLabelText('Code');
    await focused(() => code);
    expect(code).toHaveAttribute('autocomplete', 'one-time-code');
    expect(screen.queryByLabelText('Password')).toBeNull();
    await userEvent.type(code, '{Enter}');
    expect(screen.getByText('Enter the code.')).toBeVisible();
    await userEvent.type(code, '111111{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('The password or the code is wrong');
    await userEvent.clear(code);
    await userEvent.type(code, '222222{Enter}');
    const next = await screen.findByLabelText('New password');
    expect(await axeViolations()).toEqual([]);
    await userEvent.type(next, 'short{Enter}');
    expect(await screen.findByText('The password has fewer than 10 characters.')).toBeVisible();
    await userEvent.clear(next);
    await userEvent.type(next, 'another-river-candle{Enter}');
    await waitFor(() => expect(onSignedIn).toHaveBeenCalledOnce());
    expect(sent.at(-1)).toEqual({
      username: 'm.okafor',
      password: 'teal-river-candle',
      code: '222222',
      newPassword: 'another-river-candle',
    });
    expect(sessionValue()).toBe('value-2');
  });

  it('starts over from the second step with nothing kept of the first', async () => {
    server.use(http.post('/api/v1/session', () => problem(401, 'second_factor', 'a code is needed too')));
    const { username, password } = show();
    await userEvent.type(username, 'm.okafor');
    await userEvent.type(password, 'teal-river-candle{Enter}');
    await userEvent.click(await screen.findByRole('button', { name: 'Start over' }));
    expect(screen.getByLabelText('Username')).toHaveValue('m.okafor');
    expect(screen.getByLabelText('Password')).toHaveValue('');
  });
});
