import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../api/types';
import { renderApp } from '../../test/app';
import { listOf, problem, shellAnswers } from '../../test/core';
import { axeViolations } from '../../test/render';
import { server } from '../../test/server';
import { accountFaults, domainOf, emptyAccountForm } from './accountForm';

const account: Account = {
  id: '0ea70001-0f58-44a2-80ad-000000000001',
  name: 'Acme Logistics',
  realm: 'Partner',
  domain: '/acme-logistics',
  customerId: '29263739-2cf8-483d-af15-6151dc8448b4',
  repcode: 'AC-104',
  customerServicePhone: '',
  customerServiceEmail: '',
  whitelabelSettings: {},
  members: 1,
  keys: { total: 2, active: 0 },
  createdAt: '2026-08-14T09:00:00Z',
  createdBy: 'm.okafor',
  updatedAt: '2026-08-14T09:00:00Z',
  updatedBy: 'm.okafor',
  version: 1,
};

describe('the accounts page', () => {
  it('says what an account is while there is none', async () => {
    server.use(...shellAnswers(), listOf('/api/v1/accounts', []));
    await renderApp('/accounts');
    expect(await screen.findByRole('heading', { name: 'No accounts yet' })).toBeVisible();
    expect(await axeViolations()).toEqual([]);
  });

  it('makes one with a domain from its name, and shows a refusal at its field', async () => {
    const sent: unknown[] = [];
    server.use(
      ...shellAnswers(),
      listOf('/api/v1/accounts', [account]),
      http.post('/api/v1/accounts', async ({ request }) => {
        sent.push(await request.json());
        if (sent.length === 1) {
          return problem(409, {
            code: 'conflict',
            detail: 'there is such an account already',
            field: 'name',
          });
        }
        return HttpResponse.json({ ...account, name: 'Partner Nord' }, { status: 201 });
      }),
    );
    await renderApp('/accounts');
    await userEvent.click(await screen.findByRole('button', { name: /Create account/ }));
    const form = await screen.findByRole('dialog', { name: 'Create account' });
    const send = () => userEvent.click(within(form).getByRole('button', { name: /Create account/ }));
    await userEvent.type(within(form).getByLabelText('Name'), 'Partner Nord');
    expect(within(form).getByLabelText(/^Domain/)).toHaveValue('/partner-nord');
    expect(await axeViolations()).toEqual([]);
    await send();
    expect(await within(form).findByText('There is such an account already.')).toBeVisible();
    expect(within(form).getByLabelText('Name')).toHaveValue('Partner Nord');
    await userEvent.type(within(form).getByLabelText('Name'), 'x{Backspace}');
    await send();
    await screen.findByText('Partner Nord is made.');
    expect(sent[1]).toEqual({ name: 'Partner Nord', realm: 'Partner', domain: '/partner-nord' });
  });

  it('removes one and says what ends with it', async () => {
    let removed = false;
    server.use(
      ...shellAnswers(),
      listOf('/api/v1/accounts', [account]),
      http.delete(`/api/v1/accounts/${account.id}`, () => {
        removed = true;
        return new HttpResponse(null, { status: 204 });
      }),
    );
    await renderApp('/accounts');
    await userEvent.click(await screen.findByRole('button', { name: 'Actions for Acme Logistics' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Remove…' }));
    const dialog = await screen.findByRole('dialog', { name: /^Remove Acme Logistics\?/ });
    expect(dialog).toHaveTextContent('1 membership ends with it.');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Remove account' }));
    await screen.findByText('Acme Logistics is removed.');
    expect(removed).toBe(true);
  });
});

describe('the form of a membership', () => {
  it('shows both versions when somebody else saved first, and sends mine over it when told to', async () => {
    const user = { id: 'u-1', username: 'svc-billing' };
    const held = (roles: string[], version: number) => ({
      user,
      account: { id: account.id, name: account.name },
      roles,
      permissions: [],
      primary: true,
      accountAdmin: false,
      createdAt: account.createdAt,
      updatedAt: account.updatedAt,
      version,
    });
    const versions: unknown[] = [];
    server.use(
      ...shellAnswers(),
      http.get(`/api/v1/accounts/${account.id}`, () => HttpResponse.json(account)),
      listOf(`/api/v1/accounts/${account.id}/members`, [held(['Partner'], 3)]),
      http.get('/api/v1/words', () => HttpResponse.json({ roles: [], permissions: [] })),
      http.post('*/preview', () => HttpResponse.json({}, { status: 404 })),
      http.put(`/api/v1/accounts/${account.id}/members/u-1`, async ({ request }) => {
        const { version } = (await request.json()) as { version: number };
        versions.push(version);
        if (version === 4) return HttpResponse.json(held(['Partner', 'Mine'], 5));
        return problem(409, { code: 'conflict', detail: 'it was changed', current: held(['Theirs'], 4) });
      }),
    );
    await renderApp(`/accounts/${account.id}?tab=members`);
    await userEvent.click(await screen.findByRole('button', { name: 'Edit svc-billing' }));
    const form = await screen.findByRole('dialog', { name: 'svc-billing in Acme Logistics' });
    await userEvent.type(within(form).getByRole('combobox', { name: 'Roles' }), 'Mine{Enter}');
    await userEvent.click(within(form).getByRole('button', { name: /Save membership/ }));
    const conflict = await within(form).findByRole('alert');
    expect(conflict).toHaveTextContent('Now: Theirs');
    expect(conflict).toHaveTextContent('Yours: Partner, Mine');
    await userEvent.click(within(form).getByRole('button', { name: 'Save mine over it' }));
    await screen.findByText('svc-billing in Acme Logistics is saved.');
    expect(versions).toEqual([3, 4]);
  });
});

describe('the form of an account', () => {
  it('makes the domain as the core does', () => {
    expect(domainOf('Süd Logistik AG 2')).toBe('/süd-logistik-ag-2');
  });

  it('refuses what is no JSON object, no UUID and no path', () => {
    const form = { ...emptyAccountForm, name: 'x', domain: 'x', customerId: '12', whitelabelSettings: '[1]' };
    expect(accountFaults(form, false)).toEqual({
      domain: 'domain',
      customerId: 'customerId',
      whitelabelSettings: 'whitelabel',
    });
    expect(
      accountFaults({ ...form, domain: '/', customerId: '', whitelabelSettings: '{"a":1}' }, false),
    ).toEqual({});
  });
});
