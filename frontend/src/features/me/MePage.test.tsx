import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { queryClient } from '../../api/queries';
import type { components } from '../../api/schema.gen';
import { renderApp } from '../../test/app';
import { anOperator, aUser, problem, shellAnswers } from '../../test/core';
import { axeViolations } from '../../test/render';
import { server } from '../../test/server';

type Schemas = components['schemas'];

const canary = 'CANARYFACTORSECRETCANARYFACTORSE';
const codes = Array.from({ length: 10 }, (_, at) => `canry-codes${at}`);
const user = aUser({ username: 'm.okafor', operator: 'owner', hasPassword: true, secondFactor: false });
const session = (change: Partial<Schemas['OpenSession']> = {}): Schemas['OpenSession'] => ({
  id: 's-1',
  user: { id: user.id, username: user.username },
  createdAt: '2026-11-22T12:00:00Z',
  lastSeen: '2026-11-22T14:00:00Z',
  expires: '2026-11-23T00:00:00Z',
  address: '127.0.0.1',
  agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
  current: true,
  ...change,
});

function account(change: Partial<Schemas['Me']> = {}) {
  server.use(
    ...shellAnswers({ operator: anOperator({ mustEnrol: change.mustEnrol ?? false }) }),
    http.get('/api/v1/me', () =>
      HttpResponse.json({ user, factorSince: null, recoveryLeft: 0, mustEnrol: false, ...change }),
    ),
  );
}

function sessions(items: Schemas['OpenSession'][]) {
  server.use(http.get('/api/v1/sessions', () => HttpResponse.json({ items, total: items.length })));
}

describe('my account', () => {
  it('lists where one is signed in and ends another session', async () => {
    let ended = '';
    account();
    sessions([
      session(),
      session({
        id: 's-2',
        current: false,
        address: '10.0.0.9',
        agent: 'Mozilla/5.0 (Windows NT 10.0) Edg/142',
      }),
    ]);
    server.use(
      http.delete('/api/v1/sessions/:id', ({ params }) => {
        ended = String(params['id']);
        return new HttpResponse(null, { status: 204 });
      }),
    );
    await renderApp('/account');
    const table = await screen.findByRole('table', { name: 'Where you are signed in' });
    expect(within(table).getByRole('row', { name: /Firefox, Linux/ })).toHaveTextContent('This session');
    expect(within(table).queryByRole('button', { name: 'End the session of Firefox, Linux' })).toBeNull();
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(within(table).getByRole('button', { name: 'End the session of Edge, Windows' }));
    expect(await screen.findByText('The session is ended: Edge, Windows.')).toBeVisible();
    expect(ended).toBe('s-2');
  });

  it('says at the field that the old password is wrong and keeps what was typed', async () => {
    const sent: unknown[] = [];
    account();
    sessions([session()]);
    server.use(
      http.put('/api/v1/me/password', async ({ request }) => {
        sent.push(await request.json());
        return sent.length === 1
          ? problem(400, { code: 'invalid', detail: 'that is not your password', field: 'current' })
          : new HttpResponse(null, { status: 204 });
      }),
    );
    await renderApp('/account');
    await userEvent.click(await screen.findByRole('button', { name: 'Change password…' }));
    const form = await screen.findByRole('dialog', { name: 'Change your password' });
    const send = within(form).getByRole('button', { name: /^Change password/ });
    await userEvent.click(send);
    expect(within(form).getByText('Enter your current password.')).toBeVisible();
    await userEvent.type(within(form).getByLabelText('Current password'), 'not-the-one');
    await userEvent.type(within(form).getByLabelText('New password'), 'green-lamp-river');
    await userEvent.click(send);
    expect(await within(form).findByText('That is not your password.')).toBeVisible();
    expect(within(form).getByLabelText('New password')).toHaveValue('green-lamp-river');
    await userEvent.click(send);
    expect(await screen.findByText(/Your password is changed/)).toBeVisible();
    expect(sent.at(-1)).toEqual({ current: 'not-the-one', password: 'green-lamp-river' });
    expect(JSON.stringify(queryClient.getMutationCache().getAll())).not.toContain('green-lamp');
  });

  it('sets a second factor up, shows the recovery codes once and asks before they are lost', async () => {
    account({ mustEnrol: true });
    sessions([session()]);
    server.use(
      http.post('/api/v1/me/second-factor', () =>
        HttpResponse.json({
          secret: canary,
          uri: `otpauth://totp/x?secret=${canary}`,
          qr: ['101', '010', '101'],
        }),
      ),
      http.post('/api/v1/me/second-factor/confirm', async ({ request }) => {
        const { code } = (await request.json()) as { code: string };
        return code === '123456'
          ? HttpResponse.json({ recoveryCodes: codes })
          : problem(400, {
              code: 'invalid',
              detail: 'that code is not good, or was used before',
              field: 'code',
            });
      }),
    );
    // Whatever page is asked for, this one comes: nothing else opens before.
    await renderApp('/users');
    expect(await screen.findByText(/A second factor is required here/)).toBeVisible();
    await userEvent.click(await screen.findByRole('button', { name: 'Set up second factor…' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByLabelText('Current password'), 'my-password{Enter}');
    expect(await within(dialog).findByRole('img', { name: /QR code/ })).toBeVisible();
    expect(dialog).toHaveTextContent('CANA RYFA');
    expect(await axeViolations()).toEqual([]);
    const code = within(dialog).getByLabelText('Code the app shows');
    await userEvent.type(code, '000000{Enter}');
    expect(await within(dialog).findByText('That code is not good, or was used before.')).toBeVisible();
    await userEvent.clear(code);
    await userEvent.type(code, '123456{Enter}');
    const shown = await screen.findByRole('dialog', { name: 'Save your recovery codes' });
    for (const each of codes) expect(shown).toHaveTextContent(each);
    await userEvent.keyboard('{Escape}');
    expect(await within(shown).findByRole('alert')).toHaveTextContent('not copied yet');
    await userEvent.click(within(shown).getByRole('button', { name: 'Close without copying' }));
    expect(screen.queryByRole('dialog')).toBeNull();
    const kept =
      document.body.innerHTML +
      JSON.stringify(
        queryClient
          .getQueryCache()
          .getAll()
          .map((q) => q.state.data),
      );
    for (const secret of [canary, ...codes]) expect(kept).not.toContain(secret);
  });

  it('says in the window that there is no account of its own', async () => {
    server.use(
      ...shellAnswers({ operator: anOperator({ via: 'local' }) }),
      http.get('/api/v1/me', () => problem(404, { code: 'not_found', detail: 'none' })),
    );
    await renderApp('/account');
    expect(await screen.findByText('The window has no account of its own')).toBeVisible();
  });
});
