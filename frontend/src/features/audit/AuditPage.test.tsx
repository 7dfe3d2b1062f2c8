import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../api/types';
import { renderApp } from '../../test/app';
import { problem, shellAnswers } from '../../test/core';
import { axeViolations } from '../../test/render';
import { server } from '../../test/server';
import { pageSize } from './calls';

function anEntry(change: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id: 'entry-1',
    at: '2026-11-22T14:03:00Z',
    actor: 'm.okafor',
    action: 'key.revoke',
    object: 'key',
    objectId: '45771ea1-b012-4b80-8ba4-3a8c1c1f0001',
    objectName: 'billing-batch',
    result: 'done',
    detail: 'left the company',
    changes: [],
    address: '10.0.0.4',
    requestId: 'REQUEST1',
    ...change,
  };
}

const refused = anEntry({
  id: 'entry-2',
  actor: 'local:root',
  action: 'signing-key.reveal',
  object: '',
  objectId: '',
  objectName: '',
  result: 'denied',
  detail: 'needs owner',
});

/** Answers in pages by the cursor, as the core does, and notes which were asked for. */
function core(entries: readonly AuditEntry[]) {
  const asked: string[] = [];
  server.use(
    ...shellAnswers(),
    http.get('/api/v1/audit', ({ request }) => {
      const { searchParams } = new URL(request.url);
      const after = searchParams.get('after') ?? '';
      asked.push(after);
      const matching = entries.filter(({ objectName }) =>
        objectName.includes(searchParams.get('search') ?? ''),
      );
      const from = matching.findIndex(({ id }) => id === after) + 1;
      const items = matching.slice(from, from + Number(searchParams.get('limit')));
      const last = items.at(-1);
      const next = last && matching.at(-1) !== last ? last.id : '';
      return HttpResponse.json({ items, next, through: last?.at ?? null });
    }),
  );
  return asked;
}

const many = Array.from({ length: pageSize + 5 }, (_, at) =>
  anEntry({ id: `entry-${at}`, objectName: `key-${at}`, objectId: '' }),
);

describe('the audit log', () => {
  it('says in words what was asked, and marks what was refused', async () => {
    core([refused, anEntry()]);
    await renderApp('/audit');
    const line = await screen.findByRole('row', { name: /Reveal signing key/ });
    expect(within(line).getByText('Denied')).toHaveClass('chip', 'danger');
    expect(within(line).getByText('root')).toBeInTheDocument();
    expect(within(line).getByText('at this computer')).toBeInTheDocument();
    const done = screen.getByRole('row', { name: /Revoke access key/ });
    expect(within(done).getByText('billing-batch')).toBeInTheDocument();
    expect(screen.getByText('2 entries, that is all')).toBeInTheDocument();
    expect(await axeViolations()).toEqual([]);
  });

  it('shows one with every field, and what it was done to', async () => {
    core([anEntry(), refused]);
    await renderApp('/audit');
    await userEvent.click(await screen.findByRole('row', { name: /Revoke access key/ }));
    const drawer = await screen.findByRole('dialog');
    for (const text of ['left the company', '10.0.0.4', 'REQUEST1', 'entry-1', 'key.revoke']) {
      expect(within(drawer).getByText(text)).toBeInTheDocument();
    }
    expect(within(drawer).getByRole('link', { name: 'Show it as it is now' })).toHaveAttribute(
      'href',
      expect.stringContaining('/keys/45771ea1'),
    );
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(within(drawer).getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  });

  it('says of a refused one that nothing was changed', async () => {
    core([refused]);
    await renderApp('/audit?entry=entry-2');
    expect(await screen.findByText('Refused: nothing was changed.')).toBeInTheDocument();
  });

  it('has the core search the whole log, and keeps the search in the address', async () => {
    core(many);
    await renderApp('/audit');
    await screen.findByText('key-0');
    await userEvent.type(screen.getByRole('searchbox'), 'key-204');
    expect(await screen.findByText('key-204')).toBeInTheDocument();
    await waitFor(() => expect(screen.queryByText('key-0')).toBeNull());
    expect(window.location.hash).toBe('#/audit?q=key-204');
    expect(screen.getByText('1 entry matches, that is all')).toBeInTheDocument();
  });

  it('asks the core for who, what, the result and the time that are chosen', async () => {
    core([anEntry()]);
    const asked: Record<string, string>[] = [];
    server.use(
      http.get('/api/v1/audit', ({ request }) => {
        asked.push(Object.fromEntries(new URL(request.url).searchParams));
        return HttpResponse.json({ items: [anEntry()], next: '', through: anEntry().at });
      }),
    );
    await renderApp('/audit?actor=m.okafor&action=key.revoke&object=key&result=done&from=24h');
    await screen.findByText('billing-batch');
    const last = asked.at(-1);
    expect(last).toMatchObject({ actor: 'm.okafor', action: 'key.revoke', object: 'key', result: 'done' });
    const ago = Date.now() - new Date(last?.from ?? 0).getTime();
    expect(Math.abs(ago - 24 * 3_600_000)).toBeLessThan(120_000);
    expect(screen.getByRole('button', { name: /^Action\s?Revoke access key/ })).toBeInTheDocument();
  });

  it('reads on by itself where a filter finds little, then says how far back it looked', async () => {
    core([]);
    let reads = 0;
    server.use(
      http.get('/api/v1/audit', () => {
        reads++;
        return HttpResponse.json({ items: [], next: `n${reads}`, through: '2026-11-03T08:00:00Z' });
      }),
    );
    await renderApp('/audit?actor=nobody');
    expect(
      await screen.findByText(/^Searched back to 3 Nov 2026/, {}, { timeout: 5000 }),
    ).toBeInTheDocument();
    expect(reads).toBe(4);
    expect(screen.getByText('No entry matches so far')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Search older ones' }));
    await waitFor(() => expect(reads).toBe(5));
  });

  it('shows what a change made of what was there', async () => {
    const changes = [
      { field: 'name', before: 'billing', after: 'invoices' },
      { field: 'expires', before: 'never', after: '2027-02-20T14:03:00Z' },
    ];
    core([anEntry({ action: 'key.edit', changes })]);
    await renderApp('/audit?entry=entry-1');
    const table = await screen.findByRole('table', { name: 'What it was and became' });
    expect(within(table).getByRole('row', { name: /Name billing invoices/ })).toBeInTheDocument();
    expect(within(table).getByRole('row', { name: /Expires never 20 Feb 2027/ })).toBeInTheDocument();
    expect(await axeViolations()).toEqual([]);
  });

  it('names the core’s reason where it cannot be read', async () => {
    server.use(
      ...shellAnswers(),
      http.get('/api/v1/audit', () => problem(503, { code: 'unavailable', detail: 'the core is stopping' })),
    );
    await renderApp('/audit');
    expect(await screen.findByText('The audit log could not be read')).toBeInTheDocument();
    expect(screen.getByText('The core is stopping.')).toBeInTheDocument();
  });
});
