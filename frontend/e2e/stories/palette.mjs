/** The palette and the keyboard map: everything without a mouse, from anywhere. */
import assert from 'node:assert/strict';
import { copied } from '../harness/browser.mjs';
import { fits } from '../harness/check.mjs';
import { Operator } from '../harness/client.mjs';
import { focused, goTo, pressEsc, seedKey, seedPeople, signIn } from '../harness/steps.mjs';
import { story } from '../harness/story.mjs';
import { comes } from '../harness/wait.mjs';

async function opened(program, page, path = '/keys') {
  const operator = await Operator.setUp(program);
  const people = await seedPeople(operator);
  for (const name of ['alpha', 'beta', 'gamma']) await seedKey(operator, people, { name });
  const tab = await page();
  await signIn(tab, undefined, path);
  await tab.getByRole('row', { name: /alpha/ }).waitFor();
  return tab;
}

const field = (tab) => tab.getByRole('combobox', { name: 'Search or run a command…' });

story(
  'the palette finds, goes and does, and loses no stroke at fifteen a second',
  async ({ program, page }) => {
    const tab = await opened(program, page);
    await tab.keyboard.press('Control+k');
    await focused(field(tab));
    // No wait in between: what is typed while the core is asked must arrive.
    await field(tab).pressSequentially('svc-billing', { delay: 66 });
    await comes(() => field(tab).inputValue(), 'svc-billing');
    await tab.getByRole('option', { name: /^svc-billing/ }).waitFor();
    await tab.keyboard.press('Enter');
    await tab.getByRole('heading', { level: 1, name: 'svc-billing' }).waitFor();

    await tab.keyboard.press('Control+k');
    await field(tab).fill('beta');
    await tab.getByRole('option', { name: /^beta/ }).waitFor();
    assert.match(await copied(tab, () => tab.keyboard.press('Control+c')), /^[0-9a-f]{40}$/);
    await tab.keyboard.press('Enter');
    await pressEsc(tab.getByRole('dialog', { name: 'beta' }));

    await tab.keyboard.press('Control+k');
    await field(tab).fill('copy base');
    assert.equal(await copied(tab, () => tab.keyboard.press('Enter')), program.base);
    await field(tab).waitFor({ state: 'detached' });
    await tab.getByRole('status').filter({ hasText: 'copied' }).first().waitFor({ state: 'attached' });
  },
);

story('G and a letter, mod comma and ? lead where the sheet says they do', async ({ program, page }) => {
  const tab = await opened(program, page);
  const pages = {
    o: 'Overview',
    i: 'Inspector',
    s: 'Usage',
    u: 'Users',
    c: 'Accounts',
    h: 'Auth headers',
    a: 'Audit log',
    d: 'API',
    k: 'Access keys',
  };
  for (const [key, title] of Object.entries(pages)) {
    await tab.keyboard.press('g');
    await tab.keyboard.press(key);
    await tab.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
  }
  await tab.keyboard.press('Control+,');
  await tab.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  await tab.keyboard.press('?');
  const sheet = tab.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await sheet.getByText('Go to Users').waitFor();
  await sheet.getByRole('checkbox').uncheck();
  await pressEsc(sheet);
  await tab.keyboard.press('g');
  await tab.keyboard.press('u');
  await tab.keyboard.press('Control+k');
  await focused(field(tab));
  assert.match(tab.url(), /#\/settings/, 'letters are switched off, chords are not');
});

story(
  'a row is edited and revoked by its keys, and Esc clears what stands above it',
  async ({ program, page }) => {
    const tab = await opened(program, page);
    const row = tab.getByRole('row', { name: /beta/ });
    await row.focus();
    await tab.keyboard.press('Delete');
    await pressEsc(tab.getByRole('dialog', { name: /^Revoke beta/ }));
    await row.focus();
    await tab.keyboard.press('e');
    // The form closes to what it belongs to.
    await pressEsc(tab.getByRole('dialog', { name: 'Edit beta' }));
    await pressEsc(tab.getByRole('dialog', { name: 'beta', exact: true }));
    await tab.keyboard.press('/');
    await tab.keyboard.type('gamma');
    await row.waitFor({ state: 'detached' });
    await tab.getByRole('row', { name: /gamma/ }).focus();
    await tab.keyboard.press('Escape');
    await row.waitFor();
    await comes(() => tab.getByRole('searchbox').first().inputValue(), '');
  },
);

story(
  'drawn at twice the size, where a window has no zoom of its own, nothing stands outside',
  async ({ program, page }) => {
    const tab = await opened(program, page);
    // As the window keeps it: a browser has a zoom of its own.
    await tab.evaluate(() => localStorage.setItem('latchkey.zoom', '200'));
    await tab.reload();
    await tab.getByRole('row', { name: /alpha/ }).waitFor();
    await fits(tab, 'access keys at 200 %');
    assert.equal(await tab.evaluate(() => document.documentElement.style.zoom), '2');
    await goTo(tab, '/settings/appearance');
    await tab.getByRole('radio', { name: 'Dark' }).waitFor();
    await fits(tab, 'appearance at 200 %');
  },
);
