/** What every form owes whoever fills it in: nothing typed is lost, and nothing that failed looks as if it had worked. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAccessible } from '../harness/check.mjs';
import { Operator, owner } from '../harness/client.mjs';
import { goTo, seedKey, seedPeople, settled, signIn } from '../harness/steps.mjs';
import { story } from '../harness/story.mjs';
import { comes } from '../harness/wait.mjs';

const press = (tab, name) => tab.getByRole('button', { name }).first().click();

/** A name that is typed into each of them, so that it can be found again. */
const typed = 'typed-by-hand';

/**
 * Each form: where it is, what opens it, its title, the field that is filled in, what else it needs, and what stands
 * there once it is saved: nothing, where the form is gone.
 */
const forms = ({ account, user }, key, header) => [
  { path: `/keys/${key.id}?task=edit`, title: /^Edit/, field: /^Note/ },
  { path: `/users/${user.id}?task=edit`, title: /^Edit/, field: /^First name/ },
  { path: `/accounts/${account.id}?edit=yes`, title: /^Edit/, field: /^Repcode/ },
  { path: `/auth-headers/${header.id}?edit=yes`, title: /^Edit/, field: 'Name' },
  {
    path: '/accounts',
    open: (tab) => press(tab, /^Create account/),
    title: 'Create account',
    field: 'Name',
  },
  {
    path: '/users',
    open: (tab) => press(tab, /^Create user/),
    title: 'Create user',
    field: /^Username/,
  },
  {
    path: '/auth-headers',
    open: (tab) => press(tab, /^Create auth header/),
    title: 'Create auth header',
    field: /^Name/,
    more: (tab, form) => choose(tab, form, 'User', 'svc-billing'),
    after: closeWithoutCopying,
  },
  {
    path: '/keys',
    open: (tab) => press(tab, /^Create key/),
    title: 'Create access key',
    field: 'Name',
    more: (tab, form) => choose(tab, form, 'User', 'svc-billing'),
    after: closeWithoutCopying,
  },
];

async function choose(tab, form, field, name) {
  await form.getByLabel(field, { exact: true }).fill(name);
  await tab.getByRole('option', { name: new RegExp(name) }).click();
}

async function closeWithoutCopying(tab) {
  await tab.getByRole('button', { name: 'Done' }).click();
  await press(tab, 'Close without copying');
}

story(
  'a form that finds no core says so, keeps what was typed, and saves it when it is back',
  async ({ program, page }) => {
    const operator = await Operator.setUp(program);
    const people = await seedPeople(operator);
    const key = await seedKey(operator, people);
    const header = await operator.call('POST', '/authheaders', { name: 'grafana', user: people.user.id });
    const tab = await page();
    tab.allow('offline');
    await signIn(tab, owner, '/overview');
    for (const { path, open, title, field, more, after } of forms(people, key, header)) {
      await goTo(tab, path);
      await open?.(tab);
      const form = tab.getByRole('dialog', { name: title });
      const input = form.getByLabel(field, typeof field === 'string' ? { exact: true } : {});
      await input.fill(typed);
      await more?.(tab, form);
      await tab.route('**/api/v1/**', (route) => route.abort('connectionrefused'));
      await tab.keyboard.press('Control+Enter');
      await form.getByText('The core did not answer.').waitFor();
      await comes(() => input.inputValue(), typed, `${path}: what was typed`);
      // The page knows by now, too, and shuts no form for it.
      await tab.getByText(/^The core stopped answering at/).waitFor();
      await comes(
        () => input.inputValue(),
        typed,
        `${path}: what was typed, while the core is known to be away`,
      );
      await tab.unroute('**/api/v1/**');
      await tab.keyboard.press('Control+Enter');
      await form.waitFor({ state: 'detached' });
      await after?.(tab);
      await tab.getByText(/^The core stopped answering at/).waitFor({ state: 'detached' });
    }
    const [{ items: keys }, { items: headers }] = await Promise.all([
      operator.call('GET', `/keys?search=${typed}`),
      operator.call('GET', `/authheaders?search=${typed}`),
    ]);
    assert.deepEqual(
      keys.map(({ name, note }) => [name, note]).sort(),
      [
        ['billing-batch', typed],
        [typed, ''],
      ].sort(),
    );
    assert.equal(headers.length, 2, 'one was renamed and one was made');
  },
);

story('memberships that are not saved are left by nobody unasked', async ({ program, page }) => {
  const operator = await Operator.setUp(program);
  const people = await seedPeople(operator);
  const tab = await page();
  await signIn(tab, owner, '/users');
  await tab.getByRole('row', { name: /svc-billing/ }).click();
  const parts = tab.getByRole('navigation', { name: 'Parts of the user' });
  await parts.getByRole('link', { name: /^Accounts/ }).click();
  const box = tab.getByRole('checkbox', { name: /^InvoiceRead/ });
  await box.click();
  const question = tab.getByRole('dialog', { name: 'Discard what you changed?' });
  await tab.getByRole('link', { name: 'Access keys' }).click();
  await question.waitFor();
  await isAccessible(tab, 'discard?');
  await settled(tab);
  await tab.keyboard.press('Escape');
  await question.waitFor({ state: 'detached' });
  assert.equal(await box.isChecked(), false);
  // Another part of the page loses nothing; the browser's own way back is a way out.
  await parts.getByRole('link', { name: 'Profile' }).click();
  await tab.evaluate(() => history.back());
  await question.getByRole('button', { name: 'Keep editing' }).click();
  await question.waitFor({ state: 'detached' });
  await parts.getByRole('link', { name: /^Accounts/ }).click();
  await comes(() => box.isChecked(), false, 'what was changed');
  // So is an address that is typed by hand.
  const here = new URL(tab.url()).hash;
  await tab.evaluate(() => {
    location.hash = '#/usage';
  });
  await question.getByRole('button', { name: 'Keep editing' }).click();
  await question.waitFor({ state: 'detached' });
  await comes(() => new URL(tab.url()).hash, here, 'the address of the page one stays on');
  await comes(() => box.isChecked(), false, 'what was changed');
  await tab.getByRole('link', { name: 'Access keys' }).click();
  await question.getByRole('button', { name: 'Discard changes' }).click();
  await tab.getByRole('heading', { name: 'Access keys', level: 1 }).waitFor();
  const { memberships } = await operator.call('GET', `/users/${people.user.id}`);
  assert.deepEqual(memberships[0].roles, ['InvoiceRead', 'Partner'], 'nothing was saved');
});

/** So many that nobody imports them all before somebody stops it: a core takes seconds for them. */
const lines = 100_000;

story(
  'a large import is stopped half-way: the report says what came in and what did not, and the same file goes on',
  async ({ program, page }) => {
    const operator = await Operator.setUp(program);
    await seedPeople(operator);
    const secret = randomBytes(36).toString('base64url');
    const rows = Array.from(
      { length: lines },
      (_, at) => `pair-${at},${secret},svc-billing,Acme Logistics,import-${at}`,
    );
    const path = join(program.folder, 'pairs.csv');
    await writeFile(path, ['accessKey,secret,user,account,name', ...rows].join('\n'));
    const tab = await page();
    await signIn(tab, owner, '/keys');
    await press(tab, 'Import existing keys…');
    const dialog = tab.getByRole('dialog', { name: 'Import existing keys' });
    const asked = tab.waitForEvent('filechooser');
    await press(dialog, 'Choose a file…');
    await (await asked).setFiles(path);
    await press(dialog, 'Check the file');
    await press(dialog, /^Import \d+.?\d+ lines$/);
    // Under way as soon as a window of it is done; the rest is not.
    await dialog.getByText(/^[1-9][\d.,\s]* of 100.000 lines$/).waitFor();
    await tab.keyboard.press('Escape');
    await press(dialog, 'Stop here');
    const report = dialog.getByText(/^Stopped: .* of 100.000 lines did not come in\./);
    await report.waitFor();
    const left = Number((await report.textContent()).match(/^Stopped: ([\d.,\s]+) of/)[1].replace(/\D/g, ''));
    const { total } = await operator.call('GET', '/keys?limit=1');
    assert.equal(total, lines - left, 'what the report leaves over is what the store lacks');
    assert.ok(left > 0 && total > 0, `half-way: ${total} came in, ${left} did not`);
    await isAccessible(tab, 'import, stopped');
    await press(dialog, 'Check the file');
    await dialog.getByRole('button', { name: /^Import \d+.?\d+ lines$/ }).waitFor();
    const cells = (await dialog.getByRole('cell').allTextContents()).map((text) => text.replace(/\D/g, ''));
    assert.deepEqual(cells, [String(left), String(total)], 'the same file goes on from there');
    await rm(path);
  },
);
