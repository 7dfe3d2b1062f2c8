import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { router } from '../../app/router';
import { renderApp } from '../../test/app';
import { aKey, anOperator, aUser, listOf, problem, shellAnswers } from '../../test/core';
import { axeViolations } from '../../test/render';
import { server } from '../../test/server';
import { makePassword } from './password';

const user = aUser();
const onePath = `/api/v1/users/${user.id}`;
const one = (change: Parameters<typeof aUser>[0] = {}) =>
  http.get(onePath, () => HttpResponse.json(aUser(change)));

describe('the users page', () => {
  it('lists users with accounts, roles and the operator role', async () => {
    server.use(
      ...shellAnswers(),
      listOf('/api/v1/users', [user, aUser({ id: 'u-2', username: 'maya', operator: 'owner' })]),
    );
    await renderApp('/users');
    const row = await screen.findByRole('row', { name: /svc-billing/ });
    expect(row).toHaveTextContent('Acme Logistics');
    expect(row).toHaveTextContent('InvoiceRead, Partner');
    expect(screen.getByRole('row', { name: /maya/ })).toHaveTextContent('Operator: Owner');
    expect(await axeViolations()).toEqual([]);
  });

  it('gives viewers nothing to change with', async () => {
    server.use(
      ...shellAnswers({ operator: anOperator({ role: 'viewer' }) }),
      listOf('/api/v1/users', [user]),
    );
    await renderApp('/users');
    await screen.findByRole('row', { name: /svc-billing/ });
    expect(screen.queryByRole('button', { name: /Create user/ })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Actions for svc-billing' }));
    expect(screen.queryByRole('menuitem', { name: 'Disable…' })).toBeNull();
  });

  it('asks for what is missing, keeps what is typed when refused, and shows a made password once', async () => {
    const sent: Record<string, unknown>[] = [];
    server.use(
      ...shellAnswers(),
      listOf('/api/v1/users', [user]),
      http.post('/api/v1/users', async ({ request }) => {
        const body = (await request.json()) as Record<string, unknown>;
        sent.push(body);
        if (sent.length === 1) {
          return problem(409, { code: 'conflict', detail: 'the username is taken', field: 'username' });
        }
        return HttpResponse.json(aUser({ id: 'u-9', username: 'svc-new' }), { status: 201 });
      }),
    );
    await renderApp('/users');
    await userEvent.click(await screen.findByRole('button', { name: /Create user/ }));
    const form = await screen.findByRole('dialog', { name: 'Create user' });
    const send = () => userEvent.click(within(form).getByRole('button', { name: /Create user/ }));
    await send();
    expect(within(form).getAllByText('Enter a username.').length).toBeGreaterThan(0);
    await userEvent.type(within(form).getByLabelText(/^Username/), 'svc-new');
    await userEvent.click(within(form).getByRole('radio', { name: 'Make one' }));
    await send();
    expect(await within(form).findByText('The username is taken.')).toBeVisible();
    expect(within(form).getByLabelText(/^Username/)).toHaveValue('svc-new');
    expect(await axeViolations()).toEqual([]);
    await send();
    await screen.findByRole('dialog', { name: 'Save the password of svc-new' });
    expect(sent[1]).toMatchObject({ username: 'svc-new', password: expect.stringMatching(/^[\w-]{23}$/) });
    await userEvent.click(screen.getByRole('button', { name: 'Reveal: Password' }));
    expect(screen.getByText(String(sent[1]?.password))).toBeVisible();
  });
});

describe('the page of a user', () => {
  it('says what disabling does, and the reason of the core when it refuses', async () => {
    server.use(
      ...shellAnswers(),
      one({ operator: 'owner', hasPassword: true }),
      http.post(`${onePath}/disable`, () =>
        problem(409, {
          code: 'conflict',
          detail: 'svc-billing is the last owner',
          hint: 'make another owner first',
        }),
      ),
    );
    await renderApp(`/users/${user.id}?tab=security`);
    await userEvent.click(await screen.findByRole('button', { name: 'Disable user…' }));
    const dialog = await screen.findByRole('dialog', { name: /^Disable svc-billing\?/ });
    expect(dialog).toHaveTextContent('2 active keys');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Disable user' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'Svc-billing is the last owner. Make another owner first.',
    );
    expect(await axeViolations()).toEqual([]);
  });

  it('shows both versions when somebody else saved first, and sends mine over it when told to', async () => {
    const versions: unknown[] = [];
    server.use(
      ...shellAnswers(),
      one(),
      http.patch(onePath, async ({ request }) => {
        const body = (await request.json()) as { version: number };
        versions.push(body.version);
        const current = aUser({ firstName: 'Theirs', version: 7 });
        if (body.version !== 7)
          return problem(409, { code: 'conflict', detail: 'the user has changed', current });
        return HttpResponse.json(aUser({ firstName: 'Mine', version: 8 }));
      }),
    );
    await renderApp(`/users/${user.id}?task=edit`);
    const form = await screen.findByRole('dialog', { name: 'Edit svc-billing' });
    const first = within(form).getByLabelText(/^First name/);
    await userEvent.clear(first);
    await userEvent.type(first, 'Mine');
    await userEvent.click(within(form).getByRole('button', { name: /Save changes/ }));
    expect(await within(form).findByRole('alert')).toHaveTextContent('Now: Theirs');
    expect(first).toHaveValue('Mine');
    await userEvent.click(within(form).getByRole('button', { name: 'Save mine over it' }));
    await screen.findByText('svc-billing is saved.');
    expect(versions).toEqual([1, 7]);
  });

  it('keeps admins off operators and says why', async () => {
    server.use(
      ...shellAnswers({ operator: anOperator({ role: 'admin' }) }),
      one({ operator: 'viewer', hasPassword: true }),
    );
    await renderApp(`/users/${user.id}?tab=security`);
    expect(await screen.findByText(/only an owner changes this user/)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Disable user…' })).toBeNull();
  });

  const account = user.memberships[0]?.account ?? { id: '', name: '' };
  const memberPath = `/api/v1/accounts/${account.id}/members/${user.id}`;
  /** The core's word for it, as far as the test looks: what is asked for beside what is held. */
  const preview = http.post(`${memberPath}/preview`, async ({ request }) => {
    const body = (await request.json()) as { roles: string[]; permissions: string[] };
    const held = user.memberships[0] ?? { roles: [], permissions: [] };
    const changes = (before: readonly string[], after: readonly string[]) =>
      [...new Set([...before, ...after])].sort().map((word) => ({
        word,
        change: !before.includes(word) ? 'added' : after.includes(word) ? 'kept' : 'removed',
        elsewhere: [],
      }));
    return HttpResponse.json({
      roles: changes(held.roles, body.roles),
      permissions: changes(held.permissions, body.permissions),
      flat: { roles: body.roles.length, permissions: body.permissions.length },
      keys: { active: 2, changed: 2 },
      tokenSeconds: 3600,
    });
  });
  const words = http.get('/api/v1/words', () =>
    HttpResponse.json({
      roles: [
        { word: 'InvoiceRead', members: 1 },
        { word: 'Partner', members: 3 },
      ],
      permissions: [
        { word: 'latchkey:metrics', members: 0 },
        { word: 'orders:read', members: 1 },
      ],
    }),
  );

  it('says what saving memberships adds, takes away and whose tokens it changes, before it is saved', async () => {
    let sent: unknown;
    server.use(
      ...shellAnswers(),
      one(),
      preview,
      words,
      http.put(memberPath, async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json({ ...user.memberships[0], user, createdAt: '', updatedAt: '', version: 2 });
      }),
    );
    await renderApp(`/users/${user.id}?tab=accounts`);
    expect(screen.queryByRole('button', { name: /Save memberships/ })).toBeNull();
    await userEvent.type(await screen.findByLabelText('Search or add a permission'), 'orders:write{Enter}');
    await userEvent.click(screen.getByRole('checkbox', { name: /^InvoiceRead/ }));
    const bar = await screen.findByRole('region', { name: 'Changes that are not saved' });
    expect(
      await within(bar).findByText(
        'Adds orders:write. Takes away InvoiceRead. 2 active keys give it out from their next logins on. Tokens already out keep the old ones for up to 1 hour.',
      ),
    ).toBeVisible();
    expect(within(bar).getByText('2 changes.')).toBeVisible();
    const gives = screen.getByRole('complementary', { name: 'What this gives' });
    const lines = within(gives)
      .getAllByRole('listitem')
      .map((line) => line.textContent);
    expect(lines).toEqual([
      'InvoiceReadwas granted here',
      'Partner',
      'orders:read',
      'orders:writegranted here',
    ]);
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(within(bar).getByRole('button', { name: /Save memberships/ }));
    await screen.findByText('The membership of svc-billing is saved.');
    expect(sent).toEqual({
      roles: ['Partner'],
      permissions: ['orders:read', 'orders:write'],
      primary: true,
      accountAdmin: false,
      version: 1,
    });
    await waitFor(() => expect(screen.queryByRole('button', { name: /Save memberships/ })).toBeNull());
  });

  it('keeps changes that are not saved while another part is looked at, and shows both versions of a conflict', async () => {
    let version = 1;
    const versions: unknown[] = [];
    server.use(
      ...shellAnswers(),
      http.get(onePath, () => {
        const [held] = user.memberships;
        const roles = version === 1 ? ['InvoiceRead', 'Partner'] : ['Theirs'];
        return HttpResponse.json(aUser({ memberships: held ? [{ ...held, roles, version }] : [] }));
      }),
      preview,
      words,
      http.put(memberPath, async ({ request }) => {
        const body = (await request.json()) as { version: number };
        versions.push(body.version);
        if (body.version === 2) return HttpResponse.json({ ...user.memberships[0], user, version: 3 });
        version = 2;
        return problem(409, {
          code: 'conflict',
          detail: 'the membership was changed by maya in the meantime',
        });
      }),
    );
    await renderApp(`/users/${user.id}?tab=accounts`);
    await userEvent.click(await screen.findByRole('checkbox', { name: /^InvoiceRead/ }));
    const parts = screen.getByRole('navigation', { name: 'Parts of the user' });
    await userEvent.click(within(parts).getByRole('link', { name: 'Profile' }));
    await userEvent.click(within(parts).getByRole('link', { name: /^Accounts/ }));
    expect(await screen.findByRole('checkbox', { name: /^InvoiceRead/ })).not.toBeChecked();
    await userEvent.click(screen.getByRole('button', { name: /Save memberships/ }));
    const conflict = await screen.findByRole('alert');
    expect(conflict).toHaveTextContent('Now: Theirs, orders:read');
    expect(conflict).toHaveTextContent('Yours: Partner, orders:read');
    expect(screen.getByRole('button', { name: /Save memberships/ })).toBeDisabled();
    await userEvent.click(screen.getByRole('button', { name: 'Save mine over it' }));
    await userEvent.click(screen.getByRole('button', { name: /Save memberships/ }));
    await screen.findByText('The membership of svc-billing is saved.');
    expect(versions).toEqual([1, 2]);
  });
});

describe('what a user has', () => {
  it('stands on their page as the lists have it: keys that open beside the list of theirs', async () => {
    const asked: string[] = [];
    server.use(
      ...shellAnswers(),
      one(),
      http.get('/api/v1/keys', ({ request }) => {
        asked.push(new URL(request.url).searchParams.get('user') ?? 'of everybody');
        return HttpResponse.json({ items: [aKey()], total: 1, offset: 0, limit: 200 });
      }),
      http.get('/api/v1/keys/:id', () => HttpResponse.json(aKey())),
    );
    await renderApp(`/users/${user.id}?tab=keys`);
    const grid = await screen.findByRole('grid', { name: 'Access keys of svc-billing' });
    await userEvent.click(await within(grid).findByText('billing-batch'));
    await screen.findByRole('dialog', { name: 'billing-batch' });
    expect(router.state.location.pathname).toBe(`/keys/${aKey().id}`);
    expect(router.state.location.search).toMatchObject({ user: 'svc-billing' });
    expect(new Set(asked)).toEqual(new Set(['svc-billing']));
  });

  it('is said to be nothing yet, and why', async () => {
    server.use(
      ...shellAnswers(),
      one({ memberships: [] }),
      listOf('/api/v1/keys', []),
      listOf('/api/v1/authheaders', []),
    );
    await renderApp(`/users/${user.id}?tab=keys`);
    expect(await screen.findByText('A key acts for an account: add the user to one first.')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Create key' })).toBeNull();
    const parts = screen.getByRole('navigation', { name: 'Parts of the user' });
    await userEvent.click(within(parts).getByRole('link', { name: /^Auth headers/ }));
    expect(await screen.findByRole('heading', { name: 'No auth headers yet' })).toBeVisible();
    expect(await axeViolations()).toEqual([]);
  });
});

describe('a made password', () => {
  it('is four groups of five letters and digits, and never the same', () => {
    expect(makePassword()).toMatch(/^([a-zA-Z2-9]{5}-){3}[a-zA-Z2-9]{5}$/);
    expect(makePassword()).not.toBe(makePassword());
  });
});
