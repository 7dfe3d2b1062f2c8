import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { renderApp } from '../../test/app';
import { shellAnswers } from '../../test/core';
import { axeViolations } from '../../test/render';
import { server } from '../../test/server';
import type { Usage } from './calls';
import { isSpan, spanOf } from './span';

const usage: Usage = {
  from: '2026-11-21T14:00:00Z',
  to: '2026-11-22T14:00:00Z',
  stepSeconds: 900,
  buckets: [
    { at: '2026-11-22T10:15:00Z', ok: 589, refused: 74 },
    { at: '2026-11-22T10:30:00Z', ok: 0, refused: 0 },
  ],
  total: { ok: 589, refused: 74 },
  before: { ok: 0, refused: 0 },
  checks: { ok: 12, refused: 1 },
  took: { p50Ms: null, p95Ms: null, worstMs: null },
  reasons: [{ reason: 'secret', count: 74 }],
  keys: [
    {
      subject: { kind: 'key', id: 'k1', name: 'nightly-sync', hint: 'c07b', user: 'svc-etl' },
      ok: 589,
      refused: 74,
    },
  ],
  authHeaders: [],
  users: [
    { subject: { kind: 'user', id: 'u1', name: 'svc-etl', hint: '', user: 'svc-etl' }, ok: 589, refused: 74 },
  ],
  addresses: [
    { address: '10.0.0.4', ok: 500, refused: 0 },
    { address: '', ok: 89, refused: 74 },
  ],
};

describe('the Usage page', () => {
  it('shows who and what it was, and the chart as a table, for the span that is asked for', async () => {
    const asked: string[] = [];
    server.use(
      http.get('/api/v1/usage', ({ request }) => {
        asked.push(new URL(request.url).searchParams.get('range') ?? '');
        return HttpResponse.json(usage);
      }),
      ...shellAnswers(),
    );
    await renderApp('/usage');
    const byKey = await screen.findByRole('region', { name: 'By key' });
    expect(within(byKey).getByRole('link', { name: 'nightly-sync' })).toHaveAttribute(
      'href',
      expect.stringContaining('/keys/k1'),
    );
    expect(screen.getByText('Wrong secret or password')).toBeInTheDocument();
    expect(screen.getByText('all other addresses')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'View as table' }));
    const table = screen.getByRole('region', { name: 'Logins over time' });
    expect(within(table).getAllByRole('row')[2]).toHaveTextContent(/58974$/);
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(screen.getByRole('radio', { name: '7 days' }));
    expect(await screen.findByRole('heading', { name: 'Logins, 7 days' })).toBeInTheDocument();
    await waitFor(() => expect(asked).toEqual(expect.arrayContaining(['24h', '7d'])));
  });
});

describe('a span of one’s own', () => {
  it('is asked for as it is, and as the last day while it is none', () => {
    const from = '2026-11-01T00:00:00Z';
    const to = '2026-11-08T00:00:00Z';
    expect(spanOf({ range: 'custom', from, to })).toEqual({ from, to });
    expect(spanOf({ range: 'custom', from: to, to: from })).toEqual({ range: '24h' });
    expect(spanOf({ range: 'nonsense' })).toEqual({ range: '24h' });
    expect(isSpan('2020-01-01T00:00:00Z', to)).toBe(false);
  });
});
