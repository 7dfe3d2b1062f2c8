import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { queryClient } from '../../api/queries';
import type { Key, KeyCreate } from '../../api/types';
import { host } from '../../platform';
import { renderApp } from '../../test/app';
import {
  aKey,
  aKeyWithSecret,
  anOperator,
  aStatus,
  aUser,
  listOf,
  problem,
  shellAnswers,
} from '../../test/core';
import { focused } from '../../test/focus';
import { axeViolations } from '../../test/render';
import { server } from '../../test/server';

const secret = aKeyWithSecret().secret;

function core(keys: readonly Key[], change: Parameters<typeof shellAnswers>[0] = {}) {
  const counts = { accounts: 1, users: 1, keys: keys.length, authHeaders: 0, operators: 1 };
  server.use(
    ...shellAnswers({ status: aStatus({ counts }), ...change }),
    listOf('/api/v1/keys', keys),
    listOf('/api/v1/users', [aUser()]),
    http.get('/api/v1/users/:ref', () => HttpResponse.json(aUser())),
    http.get('/api/v1/keys/:ref', ({ params }) => {
      const key = keys.find(({ id }) => id === params.ref);
      return key
        ? HttpResponse.json(key)
        : problem(404, { code: 'not_found', detail: 'there is no such key' });
    }),
  );
}

const row = (name: string) => screen.findByRole('row', { name: new RegExp(name) });

describe('the list of access keys', () => {
  afterEach(() => vi.restoreAllMocks());

  it('shows name, status, owner, expiry and last use of each key', async () => {
    core([
      aKey(),
      aKey({
        id: '2',
        name: 'old-app',
        state: 'revoked',
        revokedAt: '2026-11-02T09:14:00Z',
        revokedBy: 'j.sato',
      }),
      aKey({ id: '3', name: 'no-end', expires: null }),
    ]);
    await renderApp('/keys');
    const first = await row('billing-batch');
    for (const text of ['986d8167a9b9…', 'Active', 'Acme Logistics', 'svc-billing', '20 Feb 2099', 'never']) {
      expect(within(first).getByText(text)).toBeInTheDocument();
    }
    expect(within(await row('old-app')).getByText(/^revoked 2 Nov.* by j\.sato$/)).toBeInTheDocument();
    expect(within(await row('no-end')).getByText('No expiry')).toBeInTheDocument();
    expect(await axeViolations()).toEqual([]);
  });

  it('says what keys are for where there are none, with the call they make possible', async () => {
    core([]);
    await renderApp('/keys');
    expect(await screen.findByRole('heading', { name: 'No access keys yet' })).toBeInTheDocument();
    expect(screen.getByText(/curl .*\/login/)).toBeInTheDocument();
    expect(screen.getAllByRole('button', { name: /Create key/ })).toHaveLength(1);
    expect(await axeViolations()).toEqual([]);
  });

  it('asks the core to search, keeps the search in the address, and clears it', async () => {
    core([aKey()]);
    const asked: (string | null)[] = [];
    server.use(
      http.get('/api/v1/keys', ({ request }) => {
        const search = new URL(request.url).searchParams.get('search');
        asked.push(search);
        const items = search ? [] : [aKey()];
        return HttpResponse.json({ items, total: items.length, offset: 0, limit: 200 });
      }),
    );
    await renderApp('/keys');
    await row('billing-batch');
    // At once: how many strokes fall into one pause is the clock's affair, and the field's own test.
    await userEvent.click(screen.getByRole('searchbox'));
    await userEvent.paste('acmex');
    expect(await screen.findByText('No keys match ‘acmex’')).toBeInTheDocument();
    expect(window.location.hash).toBe('#/keys?q=acmex');
    await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
    await row('billing-batch');
    expect(screen.getByRole('searchbox')).toHaveValue('');
    expect(asked.filter(Boolean)).toEqual(['acmex']);
  });

  it('keeps its rows and says so when they cannot be renewed', async () => {
    core([aKey()]);
    await renderApp('/keys');
    await row('billing-batch');
    server.use(http.get('/api/v1/keys', () => problem(500, { code: 'internal', detail: 'something broke' })));
    await queryClient.invalidateQueries({ queryKey: ['keys'] });
    expect(await screen.findByRole('alert')).toHaveTextContent(/Something broke\. Showing data from/);
    expect(await row('billing-batch')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeEnabled();
  });

  it('is read only while the core is away, and still filters what is loaded', async () => {
    core([aKey(), aKey({ id: '2', name: 'nightly-sync' })]);
    await renderApp('/keys');
    await row('billing-batch');
    server.use(http.get('/api/v1/status', () => HttpResponse.error()));
    await queryClient.invalidateQueries({ queryKey: ['status'] });
    expect(await screen.findByRole('alert')).toHaveTextContent('The core stopped answering');
    expect(screen.getByRole('button', { name: /Create key/ })).toBeDisabled();
    expect(screen.queryByRole('button', { name: /Actions for/ })).toBeNull();
    await userEvent.type(screen.getByRole('searchbox'), 'nightly');
    await waitFor(() => expect(screen.queryByText('billing-batch')).toBeNull());
    expect(screen.getByText('nightly-sync')).toBeInTheDocument();
  });

  it('goes from the search to what was found by the arrow down', async () => {
    server.use(...shellAnswers(), listOf('/api/v1/keys', [aKey()]));
    await renderApp('/keys');
    await screen.findByRole('row', { name: /billing-batch/ });
    await userEvent.click(screen.getByRole('searchbox'));
    await userEvent.keyboard('{ArrowDown}');
    await focused(() => screen.getByRole('row', { name: /billing-batch/ }));
  });

  it('lets a viewer look and change nothing', async () => {
    core([aKey()], { operator: anOperator({ role: 'viewer' }) });
    await renderApp('/keys');
    await row('billing-batch');
    expect(screen.getByRole('button', { name: /Create key/ })).toBeDisabled();
    await userEvent.click(screen.getByRole('button', { name: 'Actions for billing-batch' }));
    expect((await screen.findAllByRole('menuitem')).map((item) => item.textContent)).toEqual([
      'Open',
      'Copy access key',
      'Copy id',
      'View in Inspector',
    ]);
  });
});

describe('making a key', () => {
  afterEach(() => vi.restoreAllMocks());

  it('takes C, a name, mod Enter and Enter; the secret is shown once and then nowhere', async () => {
    core([]);
    const sent: unknown[] = [];
    const copied: string[] = [];
    vi.spyOn(host, 'copyText').mockImplementation((text) => {
      copied.push(text);
      return Promise.resolve(true);
    });
    server.use(
      http.post('/api/v1/keys', async ({ request }) => {
        sent.push((await request.json()) as KeyCreate);
        return HttpResponse.json(aKeyWithSecret({ name: 'nightly-sync' }), { status: 201 });
      }),
    );
    await renderApp('/keys');
    await screen.findByText('No access keys yet');
    await userEvent.keyboard('c');
    const form = await screen.findByRole('dialog', { name: 'Create access key' });
    await waitFor(() =>
      expect(within(form).getByRole('combobox', { name: /^User/ })).toHaveValue('svc-billing'),
    );
    await focused(() => within(form).getByLabelText('Name'));
    expect(await axeViolations()).toEqual([]);
    await userEvent.keyboard('nightly-sync{Control>}{Enter}{/Control}');

    const dialog = await screen.findByRole('dialog', { name: 'Save the secret for nightly-sync' });
    expect(sent).toEqual([
      {
        name: 'nightly-sync',
        user: aUser().id,
        account: '0ea70001-0f58-44a2-80ad-000000000001',
        expires: '90d',
      },
    ]);
    expect(dialog.textContent).not.toContain(secret);
    await focused(() => screen.getByRole('button', { name: 'Copy: Secret' }));
    expect(await axeViolations()).toEqual([]);
    await userEvent.keyboard('{Enter}');
    expect(copied).toEqual([secret]);
    await userEvent.click(screen.getByRole('button', { name: 'Done' }));

    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(document.documentElement.innerHTML).not.toContain(secret);
    expect(
      JSON.stringify(
        queryClient
          .getQueryCache()
          .getAll()
          .map(({ state }) => state),
      ),
    ).not.toContain(secret);
    expect(
      JSON.stringify(
        queryClient
          .getMutationCache()
          .getAll()
          .map(({ state }) => state),
      ),
    ).not.toContain(secret);
    expect(window.location.href).not.toContain(secret);
  });

  it('takes the first user that was found by Enter', async () => {
    const sent: KeyCreate[] = [];
    const others = ['svc-labels', 'svc-partner'].map((username, at) => aUser({ id: `u-${at}`, username }));
    server.use(
      ...shellAnswers(),
      listOf('/api/v1/keys', []),
      http.get('/api/v1/users', ({ request }) => {
        const text = new URL(request.url).searchParams.get('search') ?? '';
        const items = [...others, aUser()].filter(({ username }) => username.includes(text));
        return HttpResponse.json({ items, total: items.length, offset: 0, limit: 50 });
      }),
      http.post('/api/v1/keys', async ({ request }) => {
        sent.push((await request.json()) as KeyCreate);
        return HttpResponse.json(aKeyWithSecret({ name: 'quick' }), { status: 201 });
      }),
    );
    await renderApp('/keys');
    await userEvent.click(await screen.findByRole('button', { name: /^Create key/ }));
    const form = await screen.findByRole('dialog', { name: 'Create access key' });
    await userEvent.type(within(form).getByLabelText('Name'), 'quick');
    await userEvent.type(within(form).getByLabelText('User'), 'svc-bil');
    await screen.findByRole('option', { name: /^svc-billing/ });
    await userEvent.keyboard('{Enter}');
    await within(form).findByDisplayValue('svc-billing');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await screen.findByRole('dialog', { name: 'Save the secret for quick' });
    expect(sent.map(({ user }) => user)).toEqual([aUser().id]);
  });

  it('loses no mod Enter that is pressed before the core has said who the user is', async () => {
    core([]);
    let answer = () => {};
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const sent: KeyCreate[] = [];
    server.use(
      http.get('/api/v1/users', async () => {
        await asked;
        return HttpResponse.json({ items: [aUser()], total: 1, offset: 0, limit: 50 });
      }),
      http.post('/api/v1/keys', async ({ request }) => {
        sent.push((await request.json()) as KeyCreate);
        return HttpResponse.json(aKeyWithSecret({ name: 'quick' }), { status: 201 });
      }),
    );
    await renderApp('/keys');
    await userEvent.keyboard('c');
    const form = await screen.findByRole('dialog', { name: 'Create access key' });
    await userEvent.type(within(form).getByLabelText('Name'), 'quick{Control>}{Enter}{/Control}');
    await waitFor(() =>
      expect(within(form).getByRole('button', { name: /^Create key/ })).toHaveAttribute(
        'aria-disabled',
        'true',
      ),
    );
    expect(sent).toEqual([]);
    answer();
    await screen.findByRole('dialog', { name: 'Save the secret for quick' });
    expect(sent.map(({ user }) => user)).toEqual([aUser().id]);
  });

  it('sends the word that was typed last and not added yet', async () => {
    core([]);
    const sent: KeyCreate[] = [];
    server.use(
      http.post('/api/v1/keys', async ({ request }) => {
        sent.push((await request.json()) as KeyCreate);
        return HttpResponse.json(aKeyWithSecret({ name: 'bound' }), { status: 201 });
      }),
    );
    await renderApp('/keys');
    await userEvent.keyboard('c');
    const form = await screen.findByRole('dialog', { name: 'Create access key' });
    await userEvent.type(within(form).getByLabelText('Name'), 'bound');
    await userEvent.click(within(form).getByRole('button', { name: 'More options' }));
    await userEvent.type(
      within(form).getByLabelText(/^Allowed addresses/),
      '192.0.2.7{Control>}{Enter}{/Control}',
    );
    await screen.findByRole('dialog', { name: 'Save the secret for bound' });
    expect(sent.map(({ addresses }) => addresses)).toEqual([['192.0.2.7']]);
  });

  it('says in words what the key will do', async () => {
    core([]);
    await renderApp('/keys');
    await screen.findByText('No access keys yet');
    await userEvent.keyboard('c');
    const form = await screen.findByRole('dialog');
    await waitFor(() =>
      expect(form).toHaveTextContent(
        /Works now until .* for Acme Logistics\. As InvoiceRead and Partner\. Can orders:read\./,
      ),
    );
    await userEvent.click(within(form).getByRole('radio', { name: 'Never' }));
    expect(form).toHaveTextContent(/Works now, without end, for Acme Logistics\./);
    expect(form).toHaveTextContent(/It works until somebody revokes it/);
  });

  it('shows each refusal at its field, leads there, and keeps what was typed', async () => {
    core([]);
    server.use(
      http.post('/api/v1/keys', () =>
        problem(400, { code: 'invalid', detail: 'the note is too long', field: 'note' }),
      ),
    );
    await renderApp('/keys');
    await screen.findByText('No access keys yet');
    await userEvent.keyboard('c');
    const form = await screen.findByRole('dialog');
    await waitFor(() =>
      expect(within(form).getByRole('combobox', { name: /^User/ })).toHaveValue('svc-billing'),
    );
    await userEvent.click(within(form).getByRole('button', { name: /Create key/ }));
    await waitFor(() =>
      expect(within(form).getByLabelText('Name')).toHaveAccessibleDescription('Enter a name.'),
    );
    await focused(() => within(form).getByLabelText('Name'));

    await userEvent.type(within(form).getByLabelText('Name'), 'nightly-sync');
    await userEvent.click(within(form).getByRole('button', { name: /Create key/ }));
    const note = await within(form).findByLabelText(/^Note/);
    await waitFor(() => expect(note).toHaveAccessibleDescription('The note is too long.'));
    await focused(() => note);

    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await userEvent.click(screen.getByRole('button', { name: /Create key/ }));
    expect(await screen.findByLabelText('Name')).toHaveValue('nightly-sync');
  });
});

describe('a key in its drawer', () => {
  it('can be linked to, and says why it does not work', async () => {
    core([aKey({ state: 'paused', pausedAt: '2026-11-20T10:00:00Z', pausedBy: 'j.sato', note: 'Vault' })]);
    await renderApp(`/keys/${aKey().id}`);
    const drawer = await screen.findByRole('dialog', { name: 'billing-batch' });
    expect(await within(drawer).findByText(/^Paused 20 Nov 2026, .* by j\.sato\./)).toBeInTheDocument();
    expect(within(drawer).getByText('Vault')).toBeInTheDocument();
    expect(within(drawer).getByRole('button', { name: 'Resume' })).toBeEnabled();
    expect(await axeViolations()).toEqual([]);
  });

  it('names a key that is not there', async () => {
    core([aKey()]);
    await renderApp('/keys/none-such');
    expect(await screen.findByText('There is no such key')).toBeInTheDocument();
  });

  it('shows both versions when somebody else saved it meanwhile', async () => {
    core([aKey()]);
    const versions: unknown[] = [];
    server.use(
      http.patch('/api/v1/keys/:ref', async ({ request }) => {
        const body = (await request.json()) as { version: number; name: string };
        versions.push(body.version);
        if (body.version === 1) {
          const current = aKey({ name: 'theirs', version: 7 });
          return problem(409, { code: 'conflict', detail: 'it was changed', current });
        }
        return HttpResponse.json(aKey({ name: body.name, version: 8 }));
      }),
    );
    await renderApp(`/keys/${aKey().id}?task=edit`);
    const name = await screen.findByLabelText('Name');
    await userEvent.clear(name);
    await userEvent.type(name, 'mine');
    await userEvent.click(screen.getByRole('button', { name: /Save changes/ }));
    const conflict = await screen.findByRole('alert');
    expect(conflict).toHaveTextContent('Now: theirs');
    expect(conflict).toHaveTextContent('Yours: mine');
    await userEvent.click(screen.getByRole('button', { name: 'Save mine over it' }));
    await screen.findByText('mine is saved.');
    expect(versions).toEqual([1, 7]);
  });
});

describe('ending a key', () => {
  it('says the consequence first and offers to pause instead', async () => {
    core([aKey()]);
    const bodies: unknown[] = [];
    server.use(
      http.post('/api/v1/keys/:ref/revoke', async ({ request }) => {
        bodies.push(await request.json());
        return HttpResponse.json(aKey({ state: 'revoked' }));
      }),
    );
    await renderApp('/keys');
    await row('billing-batch');
    await userEvent.click(screen.getByRole('button', { name: 'Actions for billing-batch' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Revoke…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Revoke billing-batch? Its next login fails.' });
    expect(within(dialog).getByRole('button', { name: 'Pause it instead' })).toBeEnabled();
    expect(dialog).toHaveTextContent('It was never used.');
    await focused(() => within(dialog).getByRole('button', { name: 'Cancel' }));
    expect(await axeViolations()).toEqual([]);
    await userEvent.type(within(dialog).getByLabelText(/^Reason/), 'leaked');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Revoke key' }));
    await screen.findByText('billing-batch is revoked.');
    expect(bodies).toEqual([{ reason: 'leaked' }]);
  });

  it('shows a refusal in the dialog and stays open', async () => {
    core([aKey()]);
    server.use(
      http.post('/api/v1/keys/:ref/pause', () =>
        problem(409, { code: 'conflict', detail: 'the key is expired', hint: 'renew it' }),
      ),
    );
    await renderApp('/keys');
    await row('billing-batch');
    await userEvent.click(screen.getByRole('button', { name: 'Actions for billing-batch' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Pause…' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Pause key' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('The key is expired. Renew it.');
  });
});
