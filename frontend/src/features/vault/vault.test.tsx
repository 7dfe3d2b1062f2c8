import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { renderApp } from '../../test/app';
import { anOperator, problem, shellAnswers } from '../../test/core';
import { axeViolations } from '../../test/render';
import { server } from '../../test/server';
import type { Backup, Restore, StoreKey } from './calls';

const aBackup: Backup = {
  name: '2026-11-20T03-00-00Z.backup',
  at: '2026-11-20T03:00:00Z',
  size: 262_144,
  manual: false,
};

const tally = { at: '2026-11-20T03:00:00Z', accounts: 1, users: 2, keys: 3, authHeaders: 0 };

const aRestore: Restore = {
  size: aBackup.size,
  storeId: 'store-1',
  locked: false,
  foreign: false,
  backup: tally,
  present: { ...tally, at: '2026-11-22T14:03:00Z', keys: 4 },
  returning: [{ kind: 'key', id: 'k-1', name: 'leaked', what: 'revoked', at: null, by: 'maya' }],
  returningCount: 1,
  lost: [{ kind: 'key', id: 'k-2', name: 'made-since', what: '', at: null, by: 'maya' }],
  lostCount: 1,
  audit: {
    verdict: 'whole',
    findings: [],
    more: 0,
    entries: 12,
    links: 4,
    waiting: 0,
    begun: null,
    head: '4:ab',
  },
};

const aStore: StoreKey = {
  storeId: 'store-1',
  source: 'file',
  where: 'master.key',
  since: '2026-11-20T03:00:00Z',
  recovery: false,
  recoverySince: null,
  recoverySaved: false,
  epoch: 7,
  witnessed: false,
  size: 262_144,
  rekeying: { running: false, unfinished: false, done: 0, total: 0, failure: '', endedAt: null },
};

/** A core with those backups; `asked` is what it was told to do, in order. */
function core({ operator = anOperator(), staged = aRestore } = {}) {
  const now = { items: [] as Backup[], store: aStore, asked: [] as unknown[] };
  const did = (what: unknown) => now.asked.push(what);
  server.use(
    ...shellAnswers({ operator }),
    http.get('/api/v1/settings', () => HttpResponse.json({ items: [], total: 0 })),
    http.get('/api/v1/backups', () =>
      HttpResponse.json({
        items: now.items,
        every: 86_400,
        keepDaily: 7,
        keepWeekly: 4,
        folder: '/data/backups',
        next: null,
        failedAt: null,
        failure: '',
        lastRestore: null,
      }),
    ),
    http.post('/api/v1/backups', () => {
      now.items = [{ ...aBackup, manual: true }];
      return HttpResponse.json(now.items[0], { status: 201 });
    }),
    http.post('/api/v1/restore/from', async ({ request }) => {
      did(await request.json());
      return HttpResponse.json(staged);
    }),
    http.post('/api/v1/restore/apply', async ({ request }) => {
      did(await request.json());
      return new HttpResponse(null, { status: 202 });
    }),
    http.delete('/api/v1/restore', () => {
      did('let go');
      return new HttpResponse(null, { status: 204 });
    }),
    http.get('/api/v1/store', () => HttpResponse.json(now.store)),
    http.post('/api/v1/store/recovery-key', () => {
      now.store = { ...now.store, recovery: true, recoverySince: '2026-11-22T14:03:00Z' };
      return HttpResponse.json({ recoveryKey: 'canary-recovery-key' });
    }),
    http.post('/api/v1/store/recovery-key/saved', () => {
      now.store = { ...now.store, recoverySaved: true };
      return HttpResponse.json(now.store);
    }),
  );
  return now;
}

const button = (name: string | RegExp) => screen.findByRole('button', { name });

describe('Backup & restore', () => {
  it('lists the backup that was just made by hand', async () => {
    core();
    await renderApp('/settings/backup');
    await userEvent.click(await button('Back up now'));
    const row = await screen.findByRole('row', { name: /By hand/ });
    expect(within(row).getByText(/^256\s+kB$/)).toBeVisible();
    expect(await axeViolations()).toEqual([]);
  });

  it('says what a restore ends again and loses, and does it only by the word', async () => {
    const now = core();
    now.items = [aBackup];
    await renderApp('/settings/backup');
    await userEvent.click(await button(/^Restore the backup of/));
    const dialog = await screen.findByRole('dialog', { name: 'Restore a backup?' });
    expect(await within(dialog).findByText('Key leaked: revoked')).toBeVisible();
    expect(within(dialog).getByText('Key made-since')).toBeVisible();
    const restore = within(dialog).getByRole('button', { name: 'Restore backup' });
    const word = within(dialog).getByLabelText('Type RESTORE to confirm');
    await userEvent.type(word, 'restore');
    expect(restore).toBeDisabled();
    await userEvent.clear(word);
    await userEvent.type(word, 'RESTORE');
    await userEvent.click(restore);
    await waitFor(() =>
      expect(now.asked).toEqual([{ backup: aBackup.name }, { confirm: 'RESTORE', acceptOlder: false }]),
    );
  });

  it('says before a restore that entries of the audit log are missing in the backup', async () => {
    const gone = { verdict: 'removed' as const, entry: '01', link: 0, at: null, what: 'an entry is gone' };
    const now = core({
      staged: {
        ...aRestore,
        audit: {
          verdict: 'removed',
          findings: [gone],
          more: 2,
          entries: 9,
          links: 4,
          waiting: 0,
          begun: null,
          head: '4:ab',
        },
      },
    });
    now.items = [aBackup];
    await renderApp('/settings/backup');
    await userEvent.click(await button(/^Restore the backup of/));
    expect(
      await screen.findByText(/^The audit log in the backup is not as it was written: 3 things are missing/),
    ).toBeVisible();
  });

  it('lets go of the backup when nothing was restored', async () => {
    const now = core();
    now.items = [aBackup];
    await renderApp('/settings/backup');
    await userEvent.click(await button(/^Restore the backup of/));
    await screen.findByText('Key leaked: revoked');
    await userEvent.click(await button('Cancel'));
    await waitFor(() => expect(now.asked).toEqual([{ backup: aBackup.name }, 'let go']));
  });

  it('does not offer to restore the backup of another store', async () => {
    const now = core({ staged: { ...aRestore, foreign: true } });
    now.items = [aBackup];
    await renderApp('/settings/backup');
    await userEvent.click(await button(/^Restore the backup of/));
    expect(await screen.findByText(/^This is a backup of another store/)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Restore backup' })).toBeNull();
  });

  it('is for owners', async () => {
    core({ operator: anOperator({ role: 'admin' }) });
    await renderApp('/settings/backup');
    expect(await screen.findByText('Only owners make and restore backups.')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Back up now' })).toBeNull();
  });
});

describe('Store key', () => {
  it('shows a recovery key masked, once, and takes it as kept only when somebody says so', async () => {
    const user = userEvent.setup(); // with a clipboard
    const now = core();
    await renderApp('/settings/store');
    await user.click(await button('Make a recovery key'));
    const dialog = await screen.findByRole('dialog', { name: 'Recovery key of the store' });
    expect(document.body.textContent).not.toContain('canary-recovery-key');
    await user.click(within(dialog).getByRole('button', { name: 'Copy: Recovery key' }));
    await user.click(await within(dialog).findByRole('button', { name: 'Done' }));
    expect(now.store.recoverySaved).toBe(false);
    await user.click(await button('It is kept'));
    expect(await screen.findByText(/^Made .*, and kept\.$/)).toBeVisible();
    expect(document.body.innerHTML).not.toContain('canary-recovery-key');
    expect(await axeViolations()).toEqual([]);
  });

  it('says why it cannot be read', async () => {
    core();
    server.use(
      http.get('/api/v1/store', () => problem(503, { code: 'unavailable', detail: 'the disk is gone' })),
    );
    await renderApp('/settings/store');
    expect(await screen.findByText('What opens the store could not be read')).toBeVisible();
    expect(screen.getByText(/the disk is gone/i)).toBeVisible();
  });
});
