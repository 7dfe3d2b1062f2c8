import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { delay, HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { renderApp } from '../../test/app';
import { problem, shellAnswers } from '../../test/core';
import { axeViolations } from '../../test/render';
import { server } from '../../test/server';
import type { ActivityDetail } from './calls';

const expired: ActivityDetail = {
  id: 7,
  at: '2026-11-22T14:03:11.907Z',
  method: 'POST',
  path: '/login',
  status: 401,
  ms: 3,
  code: 'unauthenticated',
  reason: 'expired',
  subject: { kind: 'key', id: 'k1', name: 'partner-x', hint: '4f1c92ab07d3ffff', user: 'svc-partner' },
  address: '10.0.0.9',
  agent: 'etl-loader/2.3',
  requestId: '01JD9F3M7Q',
  bytesIn: 90,
  bytesOut: 190,
  refused: true,
  refusals: 38,
  token: false,
  oldSecret: false,
  checks: [
    { check: 'found', result: 'passed', would: '', at: null },
    { check: 'secret', result: 'passed', would: '', at: null },
    { check: 'expiry', result: 'failed', would: '', at: '2026-11-19T14:00:00Z' },
    { check: 'paused', result: 'not_reached', would: 'fail', at: null },
    { check: 'address', result: 'not_reached', would: 'pass', at: null },
  ],
  now: ['expiry', 'paused'],
  mend: { action: 'renew' },
  requestHeaders: [
    { name: 'Host', value: 'localhost:8417', hidden: false },
    { name: 'Authorization', value: 'Bearer', hidden: true },
  ],
  answerHeaders: [],
  bodies: null,
};

function core() {
  server.use(
    ...shellAnswers(),
    http.get('/api/v1/activity', async ({ request }) => {
      const { searchParams } = new URL(request.url);
      if (searchParams.get('filter') === 'colour:red') {
        return problem(400, {
          code: 'invalid',
          detail: 'the filter has a term that is none',
          field: 'filter',
        });
      }
      if (searchParams.has('after')) await delay('infinite');
      return HttpResponse.json({
        items: [expired],
        next: 7,
        dropped: 0,
        more: false,
        size: 5000,
        capture: null,
      });
    }),
    http.get('/api/v1/activity/7', () => HttpResponse.json(expired)),
  );
}

describe('the Inspector', () => {
  it('says why a login was refused, what else would have stopped it, and where it is mended', async () => {
    core();
    await renderApp('/inspector');
    // A list without a height shows the rows around its beginning.
    await userEvent.click(await screen.findByRole('row', { name: /partner-x/ }));
    const pane = await screen.findByRole('complementary', { name: 'The selected request' });
    expect(
      await within(pane).findByRole('heading', { name: /^Refused: the key expired/ }),
    ).toBeInTheDocument();
    expect(within(pane).getByText(/Its 38th refusal in this feed/)).toBeInTheDocument();
    expect(within(pane).getByText('not reached; paused')).toBeInTheDocument();
    expect(within(pane).getByText('not reached; 10.0.0.9 is allowed')).toBeInTheDocument();
    expect(
      within(pane).getByText('With a later expiry this login passes only if Paused is mended too.'),
    ).toBeInTheDocument();
    expect(within(pane).getByRole('link', { name: 'Renew partner-x…' })).toHaveAttribute(
      'href',
      expect.stringContaining('/keys/k1?task=renew'),
    );
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(within(pane).getByRole('tab', { name: 'Request' }));
    expect(within(pane).getByText('Bearer (hidden)')).toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('complementary', { name: 'The selected request' })).not.toBeInTheDocument();
  });

  it('says what is wrong with a filter', async () => {
    core();
    await renderApp('/inspector?filter=colour:red');
    expect(await screen.findByText('The filter has a term that is none.')).toBeInTheDocument();
  });
});
