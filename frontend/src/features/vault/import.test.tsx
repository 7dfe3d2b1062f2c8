import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { expect, it, vi } from 'vitest';
import { host } from '../../platform';
import { renderApp } from '../../test/app';
import { aKey, listOf, shellAnswers } from '../../test/core';
import { focused } from '../../test/focus';
import { axeViolations } from '../../test/render';
import { server } from '../../test/server';
import type { ImportReport } from './calls';

const none = { created: 0, unchanged: 0 };
const aReport = (change: Partial<ImportReport>): ImportReport => ({
  lines: 5000,
  dryRun: false,
  stopped: false,
  accounts: none,
  users: none,
  memberships: none,
  keys: { created: 5000, unchanged: 0 },
  failed: 0,
  errors: [],
  ...change,
});

it('shows how many rows of a file are imported, and stops where it is', async () => {
  const asked: string[] = [];
  let release = () => {};
  vi.spyOn(host, 'openFile').mockResolvedValue({
    name: 'pairs.csv',
    size: 9,
    text: async () => 'unread',
    send: (path) => fetch(path, { method: 'POST', body: 'accessKey' }),
  });
  server.use(
    ...shellAnswers(),
    listOf('/api/v1/keys', [aKey()]),
    http.post('/api/v1/import', async ({ request }) => {
      const query = new URL(request.url).searchParams;
      asked.push(`${query.get('dryRun')} ${query.get('id')}`);
      if (query.get('dryRun') === 'true') return HttpResponse.json(aReport({ dryRun: true }));
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return HttpResponse.json(
        aReport({ lines: 1300, stopped: true, keys: { created: 1200, unchanged: 0 } }),
      );
    }),
    http.get('/api/v1/import/:id', ({ params }) => {
      asked.push(`how far ${params.id}`);
      return HttpResponse.json({ lines: 1200, over: false });
    }),
    http.delete('/api/v1/import/:id', ({ params }) => {
      asked.push(`stop ${params.id}`);
      release();
      return HttpResponse.json({ lines: 1200, over: false });
    }),
  );
  await renderApp('/keys');
  await userEvent.click(await screen.findByRole('button', { name: /^Export/ }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Import existing keys…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Import existing keys' });
  await userEvent.click(within(dialog).getByRole('button', { name: 'Choose a file…' }));
  await userEvent.click(await within(dialog).findByRole('button', { name: 'Check the file' }));
  // What came of it takes the focus, which would else be on the button that now imports.
  await focused(() => within(dialog).getByRole('status').parentElement as HTMLElement);
  await userEvent.click(await within(dialog).findByRole('button', { name: /^Import 5.000 lines$/ }));
  expect(await within(dialog).findByText(/^1.200 of 5.000 lines$/)).toBeVisible();
  expect(within(dialog).getByRole('progressbar', { name: 'Lines dealt with' })).toHaveAttribute(
    'value',
    '1200',
  );
  expect(await axeViolations()).toEqual([]);
  await userEvent.click(within(dialog).getByRole('button', { name: 'Stop here' }));
  expect(await within(dialog).findByText(/^Stopped: 3.700 of 5.000 lines did not come in\./)).toBeVisible();
  const id = asked.find((line) => line.startsWith('stop'))?.slice(5);
  expect(asked).toContain(`false ${id}`);
  expect(asked).toContain(`how far ${id}`);
});
