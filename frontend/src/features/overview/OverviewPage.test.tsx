import { screen } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { renderApp } from '../../test/app';
import { anOperator, problem, shellAnswers } from '../../test/core';
import { axeViolations } from '../../test/render';
import { server } from '../../test/server';
import type { Usage } from '../usage/calls';
import type { Attention } from './calls';

const tally = (ok: number, refused: number) => ({ ok, refused });

const usage: Usage = {
  from: '2026-11-21T14:00:00Z',
  to: '2026-11-22T14:00:00Z',
  stepSeconds: 900,
  buckets: [
    { at: '2026-11-22T10:15:00Z', ...tally(589, 74) },
    { at: '2026-11-22T10:30:00Z', ...tally(411, 26) },
  ],
  total: tally(1000, 100),
  before: tally(1000, 0),
  checks: tally(5, 0),
  took: { p50Ms: 1.2, p95Ms: 4.1, worstMs: 38 },
  reasons: [],
  keys: [],
  authHeaders: [],
  users: [],
  addresses: [],
};

function item(change: Partial<Attention>): Attention {
  return {
    kind: 'key_expiring',
    subject: { kind: 'key', id: 'k1', name: 'dock-scanner-07', hint: '9cc0', user: 'svc' },
    count: 1,
    at: new Date(Date.now() + 3 * 86_400_000).toISOString(),
    lastUsed: null,
    logins: tally(10, 0),
    detail: '',
    ...change,
  };
}

function core(attention: Attention[], role: 'owner' | 'viewer' = 'owner') {
  server.use(
    ...shellAnswers({ operator: anOperator({ role }) }),
    http.get('/api/v1/overview', () =>
      HttpResponse.json({ now: usage.to, activeKeys: 1141, keys: 1284, usage, attention, changes: [] }),
    ),
  );
}

describe('the Overview', () => {
  it('is the start page, and says how things are in figures', async () => {
    core([]);
    await renderApp('/');
    expect(await screen.findByText('1 141')).toBeInTheDocument();
    expect(screen.getByText('10 % more than before')).toBeInTheDocument();
    expect(screen.getByText(/^9.1 %, most at/)).toBeInTheDocument();
    expect(screen.getByText('p50 1.2 ms, worst 38 ms')).toBeInTheDocument();
    expect(screen.getByText('Nothing needs you now.')).toBeInTheDocument();
    expect(await axeViolations()).toEqual([]);
  });

  it('names what needs somebody, each with its way out', async () => {
    core([
      item({ kind: 'key_expired_called', logins: tally(0, 38), at: '2026-11-19T14:00:00Z' }),
      item({}),
      item({ kind: 'keys_unused', count: 11, at: '2026-01-01T00:00:00Z' }),
      item({ kind: 'recovery_key_missing', subject: null, at: null }),
    ]);
    await renderApp('/overview');
    expect(await screen.findByText('dock-scanner-07 expired but is still called')).toBeInTheDocument();
    expect(screen.getByText('dock-scanner-07 expires in 3 days')).toBeInTheDocument();
    expect(screen.getByText('11 keys were not used for 90 days')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Renew…' })).toHaveAttribute(
      'href',
      expect.stringContaining('/keys/k1?task=renew'),
    );
    expect(screen.getByRole('link', { name: 'Save one…' })).toBeInTheDocument();
  });

  it('offers no change to who may only look', async () => {
    core([item({})], 'viewer');
    await renderApp('/overview');
    expect(await screen.findByRole('link', { name: 'Show' })).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Create key/ })).not.toBeInTheDocument();
  });

  it('says why it cannot be shown', async () => {
    server.use(
      ...shellAnswers(),
      http.get('/api/v1/overview', () =>
        problem(503, { code: 'unavailable', detail: 'the core is stopping' }),
      ),
    );
    await renderApp('/overview');
    expect(await screen.findByText('The core is stopping.')).toBeInTheDocument();
  });
});
