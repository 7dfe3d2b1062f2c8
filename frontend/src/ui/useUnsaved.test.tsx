import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { queryClient, statusQuery } from '../api/queries';
import { router } from '../app/router';
import { renderApp } from '../test/app';
import { aUser, listOf, shellAnswers } from '../test/core';
import { axeViolations } from '../test/render';
import { server } from '../test/server';

const user = aUser();
const onePath = `/api/v1/users/${user.id}`;
const other = aUser({ id: 'u-2', username: 'maya' });
const answers = [
  ...shellAnswers(),
  listOf('/api/v1/users', [user, other]),
  http.get(onePath, () => HttpResponse.json(user)),
  http.get('/api/v1/users/u-2', () => HttpResponse.json(other)),
  http.get('/api/v1/words', () => HttpResponse.json({ roles: [], permissions: [] })),
  http.post('*/preview', () => HttpResponse.json({}, { status: 404 })),
];
const asked = () => screen.findByRole('dialog', { name: 'Discard what you changed?' });
const notAsked = () =>
  waitFor(() => expect(screen.queryByRole('dialog', { name: 'Discard what you changed?' })).toBeNull());

describe('a form with something in it that is not saved', () => {
  it('asks before it is closed, and keeps what was typed by whoever stays', async () => {
    server.use(...answers);
    await renderApp(`/users/${user.id}?task=edit`);
    const form = await screen.findByRole('dialog', { name: 'Edit svc-billing' });
    const first = within(form).getByLabelText(/^First name/);
    await userEvent.type(first, 'X');
    await userEvent.keyboard('{Escape}');
    const question = await asked();
    expect(await axeViolations(question)).toEqual([]);
    await userEvent.click(within(question).getByRole('button', { name: 'Keep editing' }));
    await notAsked();
    expect(first).toHaveValue('BillingX');
    await userEvent.click(within(form).getByRole('button', { name: 'Cancel' }));
    await userEvent.click(within(await asked()).getByRole('button', { name: 'Discard changes' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('closes at once while nothing is in it', async () => {
    server.use(...answers);
    await renderApp(`/users/${user.id}?task=edit`);
    await screen.findByRole('dialog', { name: 'Edit svc-billing' });
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('stays open with what was typed while the core is away', async () => {
    let away = false;
    server.use(
      http.get('/api/v1/status', () => (away ? HttpResponse.error() : undefined)),
      ...answers,
      http.patch(onePath, () => (away ? HttpResponse.error() : HttpResponse.json({ ...user, version: 2 }))),
    );
    await renderApp(`/users/${user.id}?task=edit`);
    const form = await screen.findByRole('dialog', { name: 'Edit svc-billing' });
    const first = within(form).getByLabelText(/^First name/);
    fireEvent.change(first, { target: { value: 'Typed' } });
    away = true;
    await queryClient.invalidateQueries({ queryKey: statusQuery.queryKey });
    await screen.findByText(/^The core stopped answering/);
    await userEvent.click(within(form).getByRole('button', { name: /Save changes/ }));
    expect(await within(form).findByRole('alert')).toHaveTextContent('The core did not answer.');
    expect(first).toHaveValue('Typed');
    away = false;
    await queryClient.invalidateQueries({ queryKey: statusQuery.queryKey });
    await waitFor(() => expect(screen.queryByText(/^The core stopped answering/)).toBeNull());
    expect(first).toHaveValue('Typed');
    await userEvent.click(within(form).getByRole('button', { name: /Save changes/ }));
    await screen.findByText('svc-billing is saved.');
  });
});

describe('memberships that are not saved', () => {
  const change = async () => {
    server.use(...answers);
    await renderApp(`/users/${user.id}?tab=accounts`);
    const box = await screen.findByRole('checkbox', { name: /^InvoiceRead/ });
    await userEvent.click(box);
    return box;
  };

  it('are asked about on the way to any other page, and another user starts anew', async () => {
    const box = await change();
    const go = () =>
      void router.navigate({ to: '/users/$id', params: { id: 'u-2' }, search: { tab: 'accounts' } });
    go();
    await userEvent.click(within(await asked()).getByRole('button', { name: 'Keep editing' }));
    await notAsked();
    expect(box).not.toBeChecked();
    expect(router.state.location.pathname).toBe(`/users/${user.id}`);
    go();
    await userEvent.click(within(await asked()).getByRole('button', { name: 'Discard changes' }));
    await screen.findByRole('heading', { level: 1, name: 'Billing service' });
    await waitFor(() => expect(router.state.location.pathname).toBe('/users/u-2'));
    expect(await screen.findByRole('checkbox', { name: /^InvoiceRead/ })).toBeChecked();
    expect(screen.queryByRole('button', { name: /Save memberships/ })).toBeNull();
  });

  it('are held by the tab that is closed', async () => {
    await change();
    const closing = new Event('beforeunload', { cancelable: true });
    window.dispatchEvent(closing);
    expect(closing.defaultPrevented).toBe(true);
  });

  it('are let go of where nobody is signed in any more', async () => {
    await change();
    void router.navigate({ to: '/sign-in', search: {} });
    await screen.findByRole('heading', { name: 'Sign in to the portal' });
  });
});
