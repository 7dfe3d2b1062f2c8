import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { queryClient } from '../../api/queries';
import type { Key } from '../../api/types';
import { renderApp } from '../../test/app';
import { aKey, aKeyWithSecret, aUser, problem, shellAnswers } from '../../test/core';
import { axeViolations } from '../../test/render';
import { server } from '../../test/server';

const secret = aKeyWithSecret().secret;

function core(keys: Key[]) {
  server.use(
    ...shellAnswers(),
    http.get('/api/v1/keys', () =>
      HttpResponse.json({ items: keys, total: keys.length, offset: 0, limit: 200 }),
    ),
    http.get('/api/v1/keys/:ref', ({ params }) => {
      const key = keys.find(({ id }) => id === params.ref);
      return key
        ? HttpResponse.json(key)
        : problem(404, { code: 'not_found', detail: 'there is no such key' });
    }),
    http.get('/api/v1/users', () => HttpResponse.json({ items: [aUser()], total: 1, offset: 0, limit: 50 })),
    http.get('/api/v1/labels', () => HttpResponse.json({ items: [{ label: 'eu', keys: 1 }], total: 1 })),
  );
}

const recently = () => new Date(Date.now() - 60_000).toISOString();
const used = () => ({ at: recently(), address: '10.0.0.9', agent: 'etl-loader/2.3' });
const rotating = () => ({
  since: recently(),
  until: new Date(Date.now() + 23 * 3_600_000).toISOString(),
  new: { logins: 137, lastUsed: used() },
  old: { logins: 20, lastUsed: used() },
});

async function menu(name: string) {
  await userEvent.click(await screen.findByRole('button', { name: `Actions for ${name}` }));
}

describe('rotating a secret', () => {
  it('keeps the old one for a day unless somebody says otherwise, and shows the new one once', async () => {
    core([aKey({ lastUsed: used() })]);
    const sent: unknown[] = [];
    server.use(
      http.post('/api/v1/keys/:ref/rotate', async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json(aKeyWithSecret({ rotation: rotating() }));
      }),
    );
    await renderApp('/keys');
    await menu('billing-batch');
    await userEvent.click(await screen.findByRole('menuitem', { name: /^Rotate/ }));
    const dialog = await screen.findByRole('dialog', { name: 'Rotate the secret of billing-batch?' });
    expect(dialog).toHaveTextContent('Last used 1 min ago from 10.0.0.9.');
    expect(within(dialog).getByRole('radio', { name: '24 h' })).toBeChecked();
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Rotate secret' }));
    const reveal = await screen.findByRole('dialog', { name: 'Save the new secret for billing-batch' });
    expect(sent).toEqual([{ grace: '24h' }]);
    expect(reveal).toHaveTextContent(/The old secret works until/);
    expect(
      JSON.stringify(
        queryClient
          .getQueryCache()
          .getAll()
          .map(({ state }) => state),
      ),
    ).not.toContain(secret);
  });

  it('asks for the name before it ends a secret at once that was used today', async () => {
    core([aKey({ lastUsed: used() })]);
    const sent: unknown[] = [];
    server.use(
      http.post('/api/v1/keys/:ref/rotate', async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json(aKeyWithSecret());
      }),
    );
    await renderApp(`/keys/${aKey().id}?task=rotate`);
    const dialog = await screen.findByRole('dialog', { name: /^Rotate the secret/ });
    expect(window.location.hash).not.toContain('task');
    await userEvent.click(within(dialog).getByRole('radio', { name: 'Immediately' }));
    const act = within(dialog).getByRole('button', { name: 'Rotate secret' });
    expect(act).toHaveClass('danger');
    await userEvent.click(act);
    expect(sent).toEqual([]);
    const field = within(dialog).getByLabelText('Type billing-batch to end the old secret at once');
    expect(field).toHaveAccessibleDescription('Type billing-batch, or choose a grace.');
    await userEvent.type(field, 'billing-batch');
    await userEvent.click(act);
    await screen.findByRole('dialog', { name: /^Save the new secret/ });
    expect(sent).toEqual([{ grace: 'now' }]);
  });

  it('takes a grace of one’s own within its bounds', async () => {
    core([aKey()]);
    await renderApp(`/keys/${aKey().id}?task=rotate`);
    const dialog = await screen.findByRole('dialog', { name: /^Rotate the secret/ });
    await userEvent.click(within(dialog).getByRole('radio', { name: 'Custom…' }));
    const field = within(dialog).getByLabelText('For how long');
    await userEvent.clear(field);
    await userEvent.type(field, '31d');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Rotate secret' }));
    expect(
      await within(dialog).findByText('Two secrets work side by side for at most 30 days.'),
    ).toBeInTheDocument();
  });

  it('tells who still sends the old secret, and ends it', async () => {
    core([aKey({ rotation: rotating() })]);
    let ended = 0;
    server.use(
      http.post('/api/v1/keys/:ref/rotation/end', () => {
        ended++;
        return HttpResponse.json(aKey());
      }),
    );
    await renderApp(`/keys/${aKey().id}`);
    const panel = await screen.findByRole('region', { name: 'Two secrets work' });
    expect(panel).toHaveTextContent('137 logins · 87 %');
    expect(panel).toHaveTextContent('20 logins · 13 %');
    expect(panel).toHaveTextContent('etl-loader/2.3 at 10.0.0.9 still sends the old one');
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(within(panel).getByRole('button', { name: 'End old secret now…' }));
    const dialog = await screen.findByRole('dialog', { name: /^End the old secret of billing-batch\?/ });
    expect(dialog).toHaveTextContent('Last sent 1 min ago by etl-loader/2.3 from 10.0.0.9.');
    await userEvent.click(within(dialog).getByRole('button', { name: 'End old secret' }));
    await screen.findByText('The old secret of billing-batch is refused.');
    expect(ended).toBe(1);
  });
});

describe('the term of a key', () => {
  it('is renewed for as long as it was given before', async () => {
    core([aKey({ state: 'expired', expires: '2026-11-01T00:00:00Z', term: 30 * 86_400 })]);
    const sent: unknown[] = [];
    server.use(
      http.post('/api/v1/keys/:ref/renew', async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json(aKey());
      }),
    );
    await renderApp('/keys');
    await userEvent.click(await screen.findByRole('button', { name: 'Renew…' }));
    const dialog = await screen.findByRole('dialog', { name: /^Renew billing-batch\?/ });
    expect(within(dialog).getByRole('radio', { name: '30 d again' })).toBeChecked();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Renew key' }));
    await waitFor(() => expect(sent).toEqual([{ expires: '30d' }]));
  });

  it('says what the policy says where it refuses', async () => {
    core([aKey()]);
    server.use(
      http.post('/api/v1/keys/:ref/extend', () =>
        problem(400, {
          code: 'invalid',
          field: 'expires',
          detail: 'that is longer than the 90d a key may be good for',
          hint: 'choose 20 Feb 2027 at the latest',
        }),
      ),
    );
    await renderApp(`/keys/${aKey().id}?task=extend`);
    const dialog = await screen.findByRole('dialog', { name: /^Extend billing-batch\?/ });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Extend key' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'That is longer than the 90d a key may be good for. Choose 20 Feb 2027 at the latest.',
    );
  });
});

describe('many keys at once', () => {
  it('are chosen, revoked by a job, and each refusal says why', async () => {
    core([aKey(), aKey({ id: '2', name: 'nightly-sync' }), aKey({ id: '3', name: 'old-app' })]);
    const sent: Record<string, unknown>[] = [];
    const job = {
      id: '',
      action: 'key.revoke',
      startedAt: recently(),
      startedBy: 'm.okafor',
      finishedAt: null as string | null,
      stopped: false,
      trouble: '',
      total: 2,
      done: 0,
      unchanged: 0,
      refused: 0,
      changed: [] as object[],
      refusals: [] as object[],
    };
    server.use(
      http.post('/api/v1/jobs', async ({ request }) => {
        const body = (await request.json()) as Record<string, unknown>;
        sent.push(body);
        return HttpResponse.json({ ...job, id: body.id }, { status: 202 });
      }),
      http.get('/api/v1/jobs/:id', ({ params }) =>
        HttpResponse.json({
          ...job,
          id: params.id,
          finishedAt: recently(),
          done: 1,
          refused: 1,
          refusals: [{ id: '2', name: 'nightly-sync', why: 'the key is revoked', hint: '' }],
        }),
      ),
    );
    await renderApp('/keys');
    const first = await screen.findByRole('checkbox', { name: 'Select billing-batch' });
    await userEvent.click(first);
    await userEvent.click(screen.getByRole('checkbox', { name: 'Select nightly-sync' }));
    const bar = screen.getByRole('region', { name: 'Selected keys' });
    expect(bar).toHaveTextContent('2 selected');
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(within(bar).getByRole('button', { name: 'Revoke…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Revoke 2 keys? Their next logins fail.' });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Revoke 2 keys' }));
    const over = await screen.findByRole('dialog', { name: '1 key is revoked' });
    expect(over).toHaveTextContent('nightly-sync: the key is revoked');
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ action: 'key.revoke', keys: [aKey().id, '2'] });
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Selected keys' })).toBeNull());
  });

  it('are left where the core stopped the job, with the reason', async () => {
    core([aKey()]);
    const job = {
      action: 'key.revoke',
      startedAt: recently(),
      startedBy: 'olga',
      finishedAt: recently(),
      stopped: true,
      trouble: 'olga, who asked for it, may not do this any more',
      total: 1,
      done: 0,
      unchanged: 0,
      refused: 0,
      changed: [],
      refusals: [],
    };
    server.use(
      http.post('/api/v1/jobs', async ({ request }) =>
        HttpResponse.json({ ...job, ...((await request.json()) as { id: string }) }, { status: 202 }),
      ),
      http.get('/api/v1/jobs/:id', ({ params }) => HttpResponse.json({ ...job, id: params.id })),
    );
    await renderApp('/keys');
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Select billing-batch' }));
    const bar = screen.getByRole('region', { name: 'Selected keys' });
    await userEvent.click(within(bar).getByRole('button', { name: 'Revoke…' }));
    const dialog = await screen.findByRole('dialog', { name: /^Revoke 1 key/ });
    await userEvent.click(within(dialog).getByRole('button', { name: /^Revoke 1 key/ }));
    expect(
      await screen.findByText('The core stopped it: olga, who asked for it, may not do this any more.'),
    ).toBeVisible();
  });

  it('can be all that a filter finds, loaded or not', async () => {
    core([]);
    const keys = [aKey(), aKey({ id: '2', name: 'nightly-sync' })];
    const sent: Record<string, unknown>[] = [];
    server.use(
      http.get('/api/v1/keys', () => HttpResponse.json({ items: keys, total: 1284, offset: 0, limit: 200 })),
      http.post('/api/v1/jobs', async ({ request }) => {
        sent.push((await request.json()) as Record<string, unknown>);
        return problem(409, { code: 'conflict', detail: 'not now' });
      }),
    );
    await renderApp('/keys?status=active');
    await screen.findByRole('checkbox', { name: 'Select billing-batch' });
    await userEvent.click(screen.getByRole('checkbox', { name: 'Select all' }));
    const bar = screen.getByRole('region', { name: 'Selected keys' });
    expect(bar).toHaveTextContent('2 selected');
    await userEvent.click(within(bar).getByRole('button', { name: /^Select all 1.284/ }));
    expect(bar).toHaveTextContent(/1.284 selected/);
    await userEvent.click(within(bar).getByRole('button', { name: 'Extend…' }));
    const dialog = await screen.findByRole('dialog', { name: /^Extend 1.284 keys\?/ });
    await userEvent.click(within(dialog).getByRole('button', { name: /^Extend 1284 keys/ }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('Not now.');
    expect(sent[0]).toMatchObject({ action: 'key.extend', span: '30d', filter: { state: ['active'] } });
    expect(sent[0]).not.toHaveProperty('keys');
  });

  it('are chosen by Space, and let go by Escape', async () => {
    core([aKey()]);
    await renderApp('/keys');
    (await screen.findByRole('row', { name: /billing-batch/ })).focus();
    await userEvent.keyboard(' ');
    expect(screen.getByRole('region', { name: 'Selected keys' })).toHaveTextContent('1 selected');
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Selected keys' })).toBeNull());
  });
});

describe('where a key may log in from', () => {
  it('is said in the form, in words, and sent', async () => {
    core([]);
    const sent: Record<string, unknown>[] = [];
    server.use(
      http.post('/api/v1/keys', async ({ request }) => {
        sent.push((await request.json()) as Record<string, unknown>);
        return HttpResponse.json(aKeyWithSecret(), { status: 201 });
      }),
    );
    await renderApp('/keys');
    // The button stands elsewhere until the list is known to be empty.
    await screen.findByText('No access keys yet');
    await userEvent.click(screen.getByRole('button', { name: /Create key/ }));
    const form = await screen.findByRole('dialog', { name: 'Create access key' });
    await waitFor(() =>
      expect(within(form).getByRole('combobox', { name: /^User/ })).toHaveValue('svc-billing'),
    );
    await userEvent.type(within(form).getByLabelText('Name'), 'etl');
    await userEvent.click(within(form).getByRole('button', { name: /More options/ }));
    await userEvent.type(within(form).getByLabelText(/^Allowed addresses/), '10.0.0.0/24 ');
    await userEvent.type(within(form).getByLabelText(/^Labels/), 'prod ');
    expect(form).toHaveTextContent('From 10.0.0.0/24 only.');
    await userEvent.click(within(form).getByRole('button', { name: /Create key/ }));
    await screen.findByRole('dialog', { name: /^Save the secret/ });
    expect(sent[0]).toMatchObject({ addresses: ['10.0.0.0/24'], labels: ['prod'] });
  });
});
