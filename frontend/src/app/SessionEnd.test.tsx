import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { api } from '../api/client';
import { setSession } from '../api/session';
import { renderApp } from '../test/app';
import { anOperator, aUser, listOf, problem, shellAnswers } from '../test/core';
import { focused } from '../test/focus';
import { axeViolations } from '../test/render';
import { server } from '../test/server';
import { router } from './router';

const user = aUser();
const onePath = `/api/v1/users/${user.id}`;
let ended = false;
let comes = 'm.okafor';

beforeEach(() => {
  ended = false;
  comes = 'm.okafor';
  server.use(
    ...shellAnswers(),
    listOf('/api/v1/users', [user]),
    http.get(onePath, () => HttpResponse.json(user)),
    http.get('/api/v1/words', () => HttpResponse.json({ roles: [], permissions: [] })),
    http.post('*/preview', () => HttpResponse.json({}, { status: 404 })),
    http.patch(onePath, () =>
      ended
        ? problem(401, { code: 'unauthenticated', detail: 'unauthorized' })
        : HttpResponse.json({ ...user, firstName: 'Typed', version: 2 }),
    ),
    http.post('/api/v1/session', () => {
      ended = false;
      return HttpResponse.json({
        session: 'the-next-session',
        operator: anOperator({ username: comes, name: comes }),
        expires: '2026-11-23T02:03:00Z',
      });
    }),
  );
});

/** A form in which something was typed, sent after the session had ended. */
async function endOverAForm() {
  await renderApp(`/users/${user.id}?task=edit`);
  const form = await screen.findByRole('dialog', { name: 'Edit svc-billing' });
  const first = within(form).getByLabelText(/^First name/);
  fireEvent.change(first, { target: { value: 'Typed' } });
  ended = true;
  await userEvent.click(within(form).getByRole('button', { name: /Save changes/ }));
  const over = await screen.findByRole('dialog', { name: 'Your session has ended' });
  return { form, first, over };
}

async function signIn(over: HTMLElement) {
  await userEvent.type(within(over).getByLabelText('Password'), 'a long password{Enter}');
}

describe('a session that ends under what was typed', () => {
  it('is begun again over it, and it is saved', async () => {
    const { form, first, over } = await endOverAForm();
    expect(within(over).getByLabelText('Username')).toHaveValue('m.okafor');
    await focused(() => within(over).getByLabelText('Password'));
    expect(await axeViolations(over)).toEqual([]);
    await signIn(over);
    await waitFor(() => expect(over).not.toBeInTheDocument());
    expect(first).toHaveValue('Typed');
    await userEvent.click(within(form).getByRole('button', { name: /Save changes/ }));
    expect(await screen.findByText('svc-billing is saved.')).toBeVisible();
  });

  it('shows nothing of it to another operator', async () => {
    const { first, over } = await endOverAForm();
    comes = 'somebody.else';
    await userEvent.clear(within(over).getByLabelText('Username'));
    await userEvent.type(within(over).getByLabelText('Username'), comes);
    await signIn(over);
    await waitFor(() => expect(router.state.location.pathname).toBe('/overview'));
    await waitFor(() => expect(first).not.toBeInTheDocument());
  });

  it('lets nobody lose it by one key, and whoever means it', async () => {
    const { first, over } = await endOverAForm();
    await userEvent.keyboard('{Escape}');
    expect(await within(over).findByRole('alert')).toHaveTextContent('is lost');
    expect(first).toHaveValue('Typed');
    await userEvent.click(within(over).getByRole('button', { name: 'Leave and lose it' }));
    await screen.findByRole('heading', { name: 'Sign in to the portal' });
    expect(router.state.location.search).toMatchObject({ reason: 'expired' });
  });

  it('is not lost to a second refusal, of what was on its way when the first came', async () => {
    let entered = () => {};
    let refuse = () => {};
    const onItsWay = new Promise<void>((done) => {
      entered = done;
    });
    const ending = new Promise<void>((done) => {
      refuse = done;
    });
    server.use(
      http.get('/api/v1/accounts', async () => {
        entered();
        await ending;
        return problem(401, { code: 'unauthenticated', detail: 'unauthorized' });
      }),
    );
    setSession('the-one-that-ends');
    const late = api.GET('/api/v1/accounts').catch(() => 'refused');
    await onItsWay;
    const { first, over } = await endOverAForm();
    refuse();
    expect(await late).toBe('refused');
    expect(router.latestLocation.pathname).toBe(`/users/${user.id}`);
    await signIn(over);
    await waitFor(() => expect(over).not.toBeInTheDocument());
    expect(first).toBeInTheDocument();
    expect(first).toHaveValue('Typed');
  });

  it('leads to sign-in at once where nothing would be lost', async () => {
    await renderApp('/users');
    server.use(
      http.get('/api/v1/users', () => problem(401, { code: 'unauthenticated', detail: 'unauthorized' })),
    );
    setSession('ended-elsewhere');
    await userEvent.type(await screen.findByRole('searchbox'), 'x');
    await screen.findByRole('heading', { name: 'Sign in to the portal' });
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});
