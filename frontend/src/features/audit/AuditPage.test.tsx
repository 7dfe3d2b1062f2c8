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
      const from = entries.findIndex(({ id }) => id === after) + 1;
      return HttpResponse.json({ items: entries.slice(from, from + Number(searchParams.get('limit'))) });
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

  it('searches what is loaded, says so, and searches older ones when asked to', async () => {
    const asked = core(many);
    await renderApp('/audit?q=key-204');
    expect(await screen.findByText(`None of the ${pageSize} newest entries matches`)).toBeInTheDocument();
    expect(screen.getByText('Older ones are not searched until they are loaded.')).toBeInTheDocument();
    expect(asked).toEqual(['']);
    await userEvent.click(screen.getByRole('button', { name: 'Search older ones' }));
    expect(await screen.findByText('key-204')).toBeInTheDocument();
    expect(asked).toEqual(['', `entry-${pageSize - 1}`]);
    expect(screen.getByText('1 of 205 loaded entries matches')).toBeInTheDocument();
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
