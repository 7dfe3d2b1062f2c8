import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import type { AuditReport } from '../../api/types';
import { renderApp } from '../../test/app';
import { anAuditReport, problem, shellAnswers } from '../../test/core';
import { axeViolations } from '../../test/render';
import { server } from '../../test/server';

/** Answers with one report after the other, the last one for ever. */
function core(...reports: readonly AuditReport[]) {
  let asked = 0;
  server.use(
    http.get('/api/v1/audit/verify', () => HttpResponse.json(reports[Math.min(asked++, reports.length - 1)])),
    http.get('/api/v1/audit', () => HttpResponse.json({ items: [], next: '', through: null })),
    ...shellAnswers(),
  );
}

const removed = anAuditReport({
  verdict: 'removed',
  findings: [
    { verdict: 'removed', entry: '67159c', link: 0, at: '2026-11-22T14:03:00Z', what: 'an entry is gone' },
    { verdict: 'altered', entry: '67159d', link: 0, at: null, what: 'an entry is not as it was written' },
  ],
  more: 3,
});

describe('the integrity of the audit log', () => {
  it('says in a word that the log is as it was written', async () => {
    core(anAuditReport({ entries: 12 }));
    await renderApp('/audit');
    expect(await screen.findByText('Unchanged')).toHaveClass('chip', 'plain');
    expect(screen.getByTitle('All 12 entries are as they were written')).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    expect(await axeViolations()).toEqual([]);
  });

  it('names what is wrong, since when, and what to do', async () => {
    core(removed);
    await renderApp('/audit');
    expect(await screen.findByText('Entries removed')).toHaveClass('chip', 'danger');
    const alert = screen.getByRole('alert');
    expect(alert).toHaveTextContent('The audit log is not as it was written. An entry is gone (');
    expect(alert).toHaveTextContent('And 4 things more.');
    expect(alert).toHaveTextContent('latchkey audit verify');
    expect(await axeViolations()).toEqual([]);
  });

  it('verifies again when asked to', async () => {
    core(anAuditReport(), removed);
    await renderApp('/audit');
    await screen.findByText('Unchanged');
    await userEvent.click(screen.getByRole('button', { name: 'Verify again' }));
    expect(await screen.findByText('Entries removed')).toBeInTheDocument();
  });

  it('does not call a log good that could not be read', async () => {
    server.use(
      http.get('/api/v1/audit/verify', () =>
        problem(503, { code: 'unavailable', detail: 'too much was changed' }),
      ),
      http.get('/api/v1/audit', () => HttpResponse.json({ items: [], next: '', through: null })),
      ...shellAnswers(),
    );
    await renderApp('/audit');
    expect(await screen.findByText('Not verified')).toHaveClass('chip', 'warn');
  });
});
