import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { queryClient } from '../api/queries';
import { setSessionEnded } from '../api/sessionEnd';
import { host, type WindowState } from '../platform';
import { renderApp } from '../test/app';
import { anOperator, aSetting, aStatus, aUser, listOf, problem, shellAnswers } from '../test/core';
import { axeViolations } from '../test/render';
import { server } from '../test/server';
import { router } from './router';

const here: WindowState = { version: 'test', autostart: false, server: null, servers: [] };
const user = aUser();
let hear = () => {};
const lock = vi.fn(async () => {});
let locked = false;
let changes: unknown[] = [];

const setting = (name: string, value: string) =>
  aSetting({
    name,
    kind: name === 'window-lock' ? 'choice' : 'span',
    value,
    default: value,
    least: '',
    most: '',
  });
const settings = (on: boolean) => {
  const items = [setting('window-lock', on ? 'on' : 'off'), setting('window-lock-after', '10m')];
  return { items, total: items.length };
};
const session = (locksAfter: number | null) => ({
  operator: anOperator(locksAfter === null ? { via: 'local', username: '', name: 'local:eve' } : {}),
  expires: null,
  locksAfter,
});
/** What the core answers who asks in a window, locked or not. */
const asked = (body: object) =>
  locked ? problem(401, { code: 'unauthenticated', detail: 'nobody is signed in' }) : HttpResponse.json(body);

// What is brought when it is wanted is there before: no test waits for a file to be read.
beforeAll(async () => {
  await import('../features/entry/SessionEndedDialog');
  await import('../features/window/LockDialog');
  await import('../features/users/UserPage');
});
beforeEach(() => {
  locked = false;
  changes = [];
  lock.mockClear();
  lock.mockImplementation(async () => {
    locked = true;
  });
  Reflect.set(host, 'window', {
    state: async () => here,
    onClosing: () => () => {},
    lock,
    onLocked: (then: () => void) => {
      hear = then;
      return () => {};
    },
  });
  queryClient.clear();
  server.use(
    http.get('/api/v1/session', () => asked(session(300))),
    http.post('/api/v1/session', () => {
      locked = false;
      return HttpResponse.json({
        session: 'held-by-the-window',
        ...session(300),
        expires: '2099-01-01T00:00:00Z',
      });
    }),
    http.post('/api/v1/session/touch', () => new HttpResponse(null, { status: 204 })),
    http.get('/api/v1/settings', () => asked(settings(false))),
    http.patch('/api/v1/settings', async ({ request }) => {
      changes.push(await request.json());
      return HttpResponse.json(settings(true));
    }),
    http.get('/api/v1/sessions', () => HttpResponse.json({ items: [], total: 0 })),
    ...shellAnswers(),
    listOf('/api/v1/users', [user]),
    http.get(`/api/v1/users/${user.id}`, () => asked(user)),
    http.get('/api/v1/words', () => HttpResponse.json({ roles: [], permissions: [] })),
    http.post('*/preview', () => HttpResponse.json({}, { status: 404 })),
  );
});
afterEach(() => {
  setSessionEnded(false);
  Reflect.set(host, 'window', null);
  queryClient.clear();
});

const dialog = () => screen.findByRole('dialog', { name: 'This window is locked' });

describe('a window that locks', () => {
  it('hides the page on Ctrl+L, also what is typed, and gives all of it back', async () => {
    await renderApp(`/users/${user.id}?task=edit`);
    const form = await screen.findByRole('dialog', { name: 'Edit svc-billing' });
    const first = within(form).getByLabelText(/^First name/);
    fireEvent.change(first, { target: { value: 'Typed' } });
    fireEvent.keyDown(first, { key: 'l', code: 'KeyL', ctrlKey: true });
    const over = await dialog();
    expect(lock).toHaveBeenCalledOnce();
    expect(document.querySelector('.mantine-Modal-overlay.covers')).toBeInTheDocument();
    expect(within(over).getByText('latchkey setting set window-lock off')).toBeVisible();
    expect(await axeViolations(over)).toEqual([]);
    expect(within(over).getByLabelText('Username')).toHaveValue('m.okafor');
    const password = within(over).getByLabelText('Password');
    fireEvent.change(password, { target: { value: 'a long password' } });
    await userEvent.type(password, '{Enter}');
    await waitFor(() => expect(over).not.toBeInTheDocument());
    expect(first).toHaveValue('Typed');
  });

  it('hides a page on which nothing would be lost, too, and stays where it is', async () => {
    await renderApp('/users');
    act(() => hear()); // the system's own lock
    const over = await dialog();
    await userEvent.keyboard('{Escape}');
    expect(over).toBeVisible();
    expect(within(over).queryByRole('alert')).toBeNull();
    expect(router.state.location.pathname).toBe('/users');
  });

  it('names what a terminal may do at its start, and opens when the lock is taken away there', async () => {
    locked = true;
    await renderApp('/sign-in?return=%2Fusers');
    await screen.findByRole('heading', { name: 'This window is locked' });
    expect(screen.getByText('latchkey setting set window-lock off')).toBeVisible();
    locked = false;
    await act(async () => void (await queryClient.refetchQueries({ queryKey: ['session'] })));
    await screen.findByRole('heading', { level: 1, name: 'Users' });
  });
});

describe('the switch of the lock', () => {
  const atSecurity = async (operators: number) => {
    server.use(
      http.get('/api/v1/session', () => asked(session(null))),
      http.get('/api/v1/status', () =>
        HttpResponse.json(aStatus({ counts: { accounts: 1, users: 1, keys: 1, authHeaders: 1, operators } })),
      ),
    );
    await renderApp('/settings/security');
    return screen.findByRole('checkbox', { name: /Ask for a sign-in/ });
  };

  it('asks for the sign-in that it will ask for, and is on then', async () => {
    await userEvent.click(await atSecurity(1));
    const ask = await screen.findByRole('dialog', { name: 'Lock the portal in this window?' });
    expect(await axeViolations(ask)).toEqual([]);
    fireEvent.change(within(ask).getByLabelText('Username'), { target: { value: 'm.okafor' } });
    fireEvent.change(within(ask).getByLabelText('Password'), { target: { value: 'a long password' } });
    await userEvent.click(within(ask).getByRole('button', { name: 'Sign in and switch on' }));
    expect(await screen.findByText('The window locks from now on.')).toBeVisible();
    expect(changes).toEqual([{ changes: [{ name: 'window-lock', value: 'on', version: 1 }] }]);
  });

  it('is off and says why where nobody could open the window', async () => {
    const box = await atSecurity(0);
    expect(box).toBeDisabled();
    expect(screen.getByText(/Nobody could open a locked window/)).toBeVisible();
    expect(screen.getByRole('link', { name: 'Go to users' })).toBeVisible();
  });

  it('is not there in a browser', async () => {
    Reflect.set(host, 'window', null);
    await renderApp('/settings/security');
    await screen.findByRole('heading', { name: 'Security' });
    expect(screen.queryByRole('checkbox', { name: /Ask for a sign-in/ })).toBeNull();
  });
});
