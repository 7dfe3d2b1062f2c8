import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { aUser, problem } from '../../test/core';
import { server } from '../../test/server';
import { type AccountChoice, settle, type UserChoice } from './choice';

const acme = { id: '0ea70001-0f58-44a2-80ad-000000000001', name: 'Acme Logistics' };
const words = { roles: ['Partner'], permissions: [] };

describe('making what a key needs', () => {
  it('does nothing where user and membership exist', async () => {
    const user = aUser();
    const made = await settle({ kind: 'known', user }, { kind: 'known', ...acme }, words, {
      user: () => {},
      account: () => {},
    });
    expect(made).toEqual({ userId: user.id, accountId: acme.id });
  });

  it('reports each step, so that a second try does not repeat it', async () => {
    const calls: string[] = [];
    let joins = 0;
    const bare = aUser({ id: 'u1', username: 'svc-fresh', memberships: [] });
    server.use(
      http.post('/api/v1/users', () => {
        calls.push('user');
        return HttpResponse.json(bare, { status: 201 });
      }),
      http.post('/api/v1/accounts', () => {
        calls.push('account');
        return HttpResponse.json({ ...acme, version: 1 }, { status: 201 });
      }),
      http.put('/api/v1/accounts/:ref/members/:user', () => {
        calls.push('member');
        joins += 1;
        if (joins === 1) return problem(400, { code: 'invalid', detail: 'no such word', field: 'roles' });
        return HttpResponse.json({});
      }),
      http.get('/api/v1/users/u1', () => HttpResponse.json(aUser({ id: 'u1' }))),
    );

    let user: UserChoice = { kind: 'new', username: 'svc-fresh' };
    let account: AccountChoice = { kind: 'new', name: 'Acme Logistics' };
    const attempt = () =>
      settle(user, account, words, {
        user: (known) => {
          user = { kind: 'known', user: known };
        },
        account: (known) => {
          account = { kind: 'known', ...known };
        },
      });
    await expect(attempt()).rejects.toMatchObject({ field: 'roles' });
    await expect(attempt()).resolves.toEqual({ userId: 'u1', accountId: acme.id });
    expect(calls).toEqual(['user', 'account', 'member', 'member']);
    expect(user).toMatchObject({ kind: 'known', user: { memberships: [{ account: acme }] } });
  });
});
