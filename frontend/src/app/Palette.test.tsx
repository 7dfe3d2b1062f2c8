import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { delay, HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { renderApp } from '../test/app';
import { aKey, aUser, listOf, shellAnswers } from '../test/core';
import { focused } from '../test/focus';
import { axeViolations } from '../test/render';
import { server } from '../test/server';

const searches: string[] = [];

beforeEach(() => {
  searches.length = 0;
  server.use(
    ...shellAnswers(),
    http.get('/api/v1/users', ({ request }) => {
      searches.push(new URL(request.url).searchParams.get('search') ?? '');
      return HttpResponse.json({ items: [aUser()], total: 1, offset: 0, limit: 5 });
    }),
    listOf('/api/v1/accounts', []),
    listOf('/api/v1/keys', [aKey(), aKey({ id: 'k2', name: 'billing-batch-2' })]),
  );
});

async function open() {
  await renderApp('/keys');
  await screen.findByText('billing-batch');
  await userEvent.keyboard('{Control>}k{/Control}');
  const field = await screen.findByRole('combobox', { name: 'Search or run a command…' });
  await focused(() => field);
  return field;
}

describe('the palette', () => {
  it('offers what this page can do first, eight lines at most, and breaks no rule', async () => {
    await open();
    const options = screen.getAllByRole('option');
    expect(options[0]).toHaveTextContent('Create key');
    expect(options.length).toBeLessThanOrEqual(8);
    expect(within(screen.getByRole('group', { name: 'Elsewhere' })).getByText('Go to Users')).toBeVisible();
    expect(await axeViolations(screen.getByRole('dialog'))).toEqual([]);
  });

  it('runs the command in the active line, and what the arrows chose', async () => {
    const field = await open();
    await userEvent.type(field, 'go to au');
    const [first] = screen.getAllByRole('option');
    expect(first).toHaveAttribute('aria-selected', 'true');
    await userEvent.keyboard('{ArrowDown}{ArrowUp}{Enter}');
    await waitFor(() => expect(window.location.hash).toMatch(/^#\/(auth-headers|audit)/));
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('finds keys and users from the second character on, with one question for a word typed at once', async () => {
    const field = await open();
    await userEvent.type(field, 'b');
    await new Promise((done) => setTimeout(done, 250));
    expect(searches).toEqual([]);
    await userEvent.type(field, 'illing');
    expect(await screen.findByRole('option', { name: /^svc-billing/ })).toBeInTheDocument();
    expect(field).toHaveValue('billing');
    expect(searches).toEqual(['billing']);
    await userEvent.click(screen.getByRole('option', { name: /^svc-billing/ }));
    await waitFor(() => expect(window.location.hash).toMatch(/^#\/users\//));
  });

  it('takes an Enter that came before the answer for the first thing found', async () => {
    const field = await open();
    server.use(
      http.get('/api/v1/keys', async () => {
        await delay(300);
        return HttpResponse.json({
          items: [aKey({ id: 'late', name: 'zebra' })],
          total: 1,
          offset: 0,
          limit: 5,
        });
      }),
      listOf('/api/v1/users', []),
      http.get('/api/v1/keys/late', () => HttpResponse.json(aKey({ id: 'late', name: 'zebra' }))),
    );
    await userEvent.type(field, 'zebra{Enter}');
    await waitFor(() => expect(window.location.hash).toMatch(/^#\/keys\/late/));
  });

  it('rotates and watches the key that was typed', async () => {
    const field = await open();
    await userEvent.type(field, 'billing-batch');
    const watch = await screen.findByRole('option', { name: /Watch.*in the Inspector/ });
    expect(screen.getByRole('group', { name: 'With this key' })).toContainElement(watch);
    await userEvent.click(screen.getByRole('option', { name: /^Rotate secret of/ }));
    await waitFor(() => expect(window.location.hash).toContain(`/keys/${aKey().id}?task=rotate`));
  });

  it('creates a key for the user that was typed, or one of the name that was typed', async () => {
    const user = aUser();
    server.use(http.get(`/api/v1/users/${user.id}`, () => HttpResponse.json(user)));
    const field = await open();
    await userEvent.type(field, 'svc-billing');
    await userEvent.click(await screen.findByRole('option', { name: /^Create key for/ }));
    const form = await screen.findByRole('dialog', { name: 'Create access key' });
    await waitFor(() => expect(within(form).getByLabelText(/^User/)).toHaveValue('svc-billing'));
    expect(window.location.hash).not.toContain(user.id);
    await userEvent.keyboard('{Escape}');
    await userEvent.keyboard('{Control>}k{/Control}');
    await userEvent.type(await screen.findByRole('combobox', { name: /Search or run/ }), 'night-sync');
    await userEvent.click(await screen.findByRole('option', { name: /^Create key ‘/ }));
    const named = await screen.findByRole('dialog', { name: 'Create access key' });
    await waitFor(() => expect(within(named).getByLabelText('Name')).toHaveValue('night-sync'));
  });

  it('backs up at once, from any page', async () => {
    let made = 0;
    server.use(
      http.post('/api/v1/backups', () => {
        made += 1;
        return HttpResponse.json({ name: '2026-11-22.backup' }, { status: 201 });
      }),
    );
    const field = await open();
    await userEvent.type(field, 'back up now{Enter}');
    await screen.findByText('Backed up: 2026-11-22.backup, read back whole.');
    expect(made).toBe(1);
  });

  it('copies the public id of what it found and stays open', async () => {
    const user = userEvent.setup();
    const field = await open();
    await user.type(field, 'billing-batch-2');
    await screen.findByRole('option', { name: /^billing-batch-2/ });
    await user.keyboard('{Control>}c{/Control}');
    expect(await screen.findByText('Access key copied')).toBeInTheDocument();
    expect(await navigator.clipboard.readText()).toBe(aKey().accessKey);
    expect(screen.getByRole('dialog')).toBeInTheDocument();
  });

  it('offers again what was done lately, and never what was typed', async () => {
    const field = await open();
    await userEvent.type(field, 'one line{Enter}');
    await userEvent.keyboard('{Control>}k{/Control}');
    const recent = await screen.findByRole('group', { name: 'Recent' });
    expect(within(recent).getByRole('option')).toHaveTextContent('Show two lines a row');
    expect(JSON.stringify(localStorage)).not.toContain('one line');
    await userEvent.keyboard('{Enter}');
  });

  it('closes by Esc and gives the focus back', async () => {
    await renderApp('/keys');
    await screen.findByText('billing-batch');
    const opener = screen.getByRole('button', { name: /Search or run/ });
    await userEvent.click(opener);
    await screen.findByRole('combobox', { name: 'Search or run a command…' });
    await userEvent.keyboard('{Escape}');
    await focused(() => opener);
  });
});

describe('G and a letter', () => {
  it('goes to a page', async () => {
    await renderApp('/keys');
    await screen.findByText('billing-batch');
    await userEvent.keyboard('gu');
    await waitFor(() => expect(window.location.hash).toMatch(/^#\/users/));
  });
});
