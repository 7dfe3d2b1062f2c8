import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { renderApp } from '../../test/app';
import { anOperator, aUser, listOf, problem, shellAnswers } from '../../test/core';
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

  it('sets what a membership holds', async () => {
    let sent: unknown;
    const account = user.memberships[0]?.account ?? { id: '', name: '' };
    server.use(
      ...shellAnswers(),
      one(),
      http.put(`/api/v1/accounts/${account.id}/members/${user.id}`, async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json({ ...user.memberships[0], user, createdAt: '', updatedAt: '', version: 2 });
      }),
    );
    await renderApp(`/users/${user.id}?tab=accounts`);
    await userEvent.click(await screen.findByRole('button', { name: 'Edit Acme Logistics' }));
    const form = await screen.findByRole('dialog', { name: 'svc-billing in Acme Logistics' });
    await userEvent.type(within(form).getByLabelText('Permissions'), 'orders:write{Enter}');
    expect(within(form).getByText(/^Adds orders:write\./)).toBeVisible();
    await userEvent.click(within(form).getByRole('button', { name: /Save membership/ }));
    await screen.findByText('svc-billing in Acme Logistics is saved.');
    expect(sent).toEqual({
      roles: ['InvoiceRead', 'Partner'],
      permissions: ['orders:read', 'orders:write'],
      primary: true,
      accountAdmin: false,
    });
  });
});

describe('a made password', () => {
  it('is four groups of five letters and digits, and never the same', () => {
    expect(makePassword()).toMatch(/^([a-zA-Z2-9]{5}-){3}[a-zA-Z2-9]{5}$/);
    expect(makePassword()).not.toBe(makePassword());
  });
});
