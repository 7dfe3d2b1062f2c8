/** The portal without a mouse: everything is reached, the focus is seen, and it comes back to where it was. */
import assert from 'node:assert/strict';
import { copied } from '../harness/browser.mjs';
import { loginWithKey, Operator, owner } from '../harness/client.mjs';
import { focused, goTo, pressEsc, seedKey, seedPeople, signIn } from '../harness/steps.mjs';
import { story } from '../harness/story.mjs';
import { comes } from '../harness/wait.mjs';

/**
 * Walks the tab stops of the page, or of the layer that holds the focus, once round.
 * @returns the controls that no Tab came to, and the stops whose focus cannot be seen
 */
async function walk(tab) {
  await tab.evaluate(() => {
    const layer = document.querySelector('[role=dialog]') ?? document.body;
    const controls = 'button, a[href], input, select, textarea, [tabindex]';
    const wanted = [...layer.querySelectorAll(controls)].filter(
      (element) =>
        element.tabIndex >= 0 && !element.disabled && element.checkVisibility({ visibilityProperty: true }),
    );
    // Of the radios of one group Tab comes to one.
    const groups = new Set();
    const stops = wanted.filter((element) => {
      if (element.type !== 'radio') return true;
      if (groups.has(element.name)) return false;
      groups.add(element.name);
      return true;
    });
    Reflect.set(window, 'tabWalk', { stops, reached: new Set(), unseen: [] });
  });
  let rounds = 0;
  // Boxes that scroll are stops, too, though no control.
  const most = 40 + 2 * (await tab.evaluate(() => Reflect.get(window, 'tabWalk').stops.length));
  for (let presses = 0; presses < most && rounds < 2; presses += 1) {
    await tab.keyboard.press('Tab');
    const again = await tab.evaluate(() => {
      const { reached, unseen } = Reflect.get(window, 'tabWalk');
      const at = document.activeElement;
      if (reached.has(at)) return true;
      reached.add(at);
      // The ring may be drawn by the box around a field or a choice.
      const rings = [at, at.parentElement, at.parentElement?.parentElement].filter(Boolean);
      const seen = rings.some((element) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
      });
      if (!seen && at !== document.body) unseen.push(at.outerHTML.slice(0, 120));
      return false;
    });
    if (again) rounds += 1;
  }
  return tab.evaluate(() => {
    const { stops, reached, unseen } = Reflect.get(window, 'tabWalk');
    const named = new Set([...reached].map((element) => element.name).filter(Boolean));
    const missed = stops
      .filter((element) => !reached.has(element) && !(element.type === 'radio' && named.has(element.name)))
      .map((element) => element.outerHTML.slice(0, 120));
    return { missed, unseen };
  });
}

async function reachesAll(tab, where) {
  const { missed, unseen } = await walk(tab);
  assert.deepEqual(missed, [], `${where}: not reached by Tab`);
  assert.deepEqual(unseen, [], `${where}: reached without a visible focus`);
}

story('Tab reaches everything, and the focus is always seen', async ({ program, page }) => {
  const tab = await page();
  await tab.goto(program.setupLink);
  await focused(tab.getByLabel('Username'));
  await reachesAll(tab, 'setup');
  const operator = await Operator.setUp(program);
  // Only the hash changes: the setup page, which has a Username too, stays until the next one is loaded.
  await goTo(tab, '/sign-in');
  await tab.getByRole('heading', { name: 'Sign in to the portal' }).waitFor();
  await focused(tab.getByLabel('Username'));
  await reachesAll(tab, 'sign-in');
  await signIn(tab, owner);
  await tab.getByRole('button', { name: 'Create key' }).click();
  await tab.getByRole('button', { name: 'Get a token' }).click();
  await tab.getByText('201 Created').waitFor();
  await reachesAll(tab, 'first run');
  await tab.getByRole('button', { name: 'Go to portal' }).click();
  await tab.getByRole('button', { name: 'Leave without copying' }).click();
  await seedKey(operator, await seedPeople(operator));
  await tab.reload();
  await tab.getByText('billing-batch').first().waitFor();
  await reachesAll(tab, 'access keys');
  await tab.getByRole('button', { name: 'Create key' }).click();
  await tab.getByRole('button', { name: 'More options' }).click();
  await reachesAll(tab, 'create key');
  await tab.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await tab.getByRole('dialog').waitFor({ state: 'detached' });
  await goTo(tab, '/auth-headers');
  await tab.getByText('No auth headers yet').waitFor();
  await reachesAll(tab, 'auth headers');
});

story('what is typed right after the key that opens a form goes into it', async ({ program, page }) => {
  const { tab } = await withAKey(program, page, '/keys');
  await tab.getByText('billing-batch').first().waitFor();
  const keyboard = await tab.context().newCDPSession(tab);
  // As fast as they can be typed: none waits until the one before has done its work.
  const strokes = [...'cnightly'].map((key) => ({ key, text: key, code: `Key${key.toUpperCase()}` }));
  await Promise.all(
    strokes.flatMap((stroke) => [
      keyboard.send('Input.dispatchKeyEvent', { type: 'keyDown', ...stroke }),
      keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', ...stroke, text: undefined }),
    ]),
  );
  const name = tab.getByRole('dialog', { name: 'Create access key' }).getByLabel('Name');
  await comes(() => name.inputValue(), 'nightly', 'what was typed');
});

/** Each page and what is there once it is; the reference of the API is Swagger UI's to answer for. */
const pages = {
  '/overview': (tab) => tab.getByRole('heading', { name: 'Needs attention' }),
  '/usage': (tab) => tab.getByRole('heading', { name: 'By key' }),
  '/audit': (tab) => tab.getByRole('row', { name: /Create access key/ }).first(),
  '/api/partner': (tab) => tab.locator('.hljs-string').first(),
  '/api/verify': (tab) => tab.locator('.hljs-string, .hljs-variable').first(),
  '/users': (tab) => tab.getByRole('row', { name: /svc-billing/ }),
  '/accounts': (tab) => tab.getByRole('row', { name: /Acme/ }),
  '/settings/listener': (tab) => tab.getByRole('heading', { name: 'Listener', exact: true }),
  '/settings/tokens': (tab) => tab.getByRole('slider', { name: 'Machine tokens' }),
  '/settings/security': (tab) => tab.getByRole('table', { name: 'Sessions of all operators' }),
  '/settings/signing-keys': (tab) => tab.getByRole('button', { name: 'Rotate the key of machine tokens' }),
  '/settings/backup': (tab) => tab.getByRole('button', { name: 'Back up now' }),
  '/settings/store': (tab) => tab.getByRole('button', { name: 'Re-key the store' }),
  '/settings/appearance': (tab) => tab.getByRole('radio', { name: 'Dark' }),
  '/settings/about': (tab) => tab.getByRole('heading', { name: 'About', exact: true }),
  '/account': (tab) => tab.getByRole('table', { name: 'Where you are signed in' }),
};

async function withAKey(program, page, path) {
  const operator = await Operator.setUp(program);
  const people = await seedPeople(operator);
  const key = await seedKey(operator, people);
  const tab = await page();
  await signIn(tab, owner, path);
  return { operator, people, key, tab };
}

const half = Math.ceil(Object.keys(pages).length / 2);
for (const [name, some] of Object.entries({
  'the pages that watch': Object.entries(pages).slice(0, half),
  'the settings': Object.entries(pages).slice(half),
})) {
  story(`Tab reaches everything on ${name}`, async ({ program, page }) => {
    const { tab } = await withAKey(program, page, '/keys');
    await tab.getByText('billing-batch').first().waitFor();
    for (const [path, shown] of some) {
      await goTo(tab, path);
      await shown(tab).waitFor();
      await reachesAll(tab, path);
    }
  });
}

story('Tab reaches everything in the Inspector, with a request open', async ({ program, page }) => {
  const { tab, key } = await withAKey(program, page, '/inspector');
  await tab.getByText('No requests yet').waitFor();
  await reachesAll(tab, 'inspector, empty');
  await loginWithKey(program.base, key.accessKey, key.secret);
  await tab.getByRole('row', { name: /POST \/login 201/ }).click();
  await tab.getByRole('complementary', { name: 'The selected request' }).waitFor();
  await reachesAll(tab, 'inspector, a request');
});

story('the dialogs of a row are walked by Tab, and give the focus back to it', async ({ program, page }) => {
  const { tab } = await withAKey(program, page, '/keys');
  const row = tab.getByRole('row', { name: /billing-batch/ });
  const dialog = tab.getByRole('dialog');
  for (const [press, title] of Object.entries({
    r: /^Rotate the secret of billing-batch/,
    Delete: /^Revoke billing-batch/,
    Enter: /^billing-batch/,
  })) {
    await row.focus();
    await tab.keyboard.press(press);
    await tab.getByRole('dialog', { name: title }).waitFor();
    await reachesAll(tab, `${press} on a row`);
    await pressEsc(dialog);
    await focused(row);
  }
  await row.focus();
  await tab.keyboard.press('e');
  await tab.getByRole('dialog', { name: 'Edit billing-batch' }).waitFor();
  await reachesAll(tab, 'edit');
});

story(
  'the keys of a row: its menu, its id, its choice; Esc takes back one thing at a time',
  async ({ program, page }) => {
    const { tab, key, operator, people } = await withAKey(program, page, '/keys');
    await seedKey(operator, people, { name: 'nightly-sync' });
    await tab.reload();
    const row = tab.getByRole('row', { name: /billing-batch/ });
    const other = tab.getByRole('row', { name: /nightly-sync/ });
    await other.waitFor();
    await row.focus();
    await tab.keyboard.press('Shift+F10');
    await tab.getByRole('menu').waitFor();
    await focused(tab.getByRole('menuitem').first());
    await pressEsc(tab.getByRole('menu'));
    await focused(row);
    assert.equal(await copied(tab, () => tab.keyboard.press('Control+c')), key.accessKey);

    // A search, a choice in what it found, and a layer above them.
    await tab.keyboard.press('/');
    await tab.keyboard.type('billing-batch');
    await other.waitFor({ state: 'detached' });
    await row.focus();
    await tab.keyboard.press('Space');
    const bar = tab.getByRole('region', { name: 'Selected keys' });
    await bar.getByText('1 selected').waitFor();
    await tab.keyboard.press('Enter');
    await pressEsc(tab.getByRole('dialog', { name: 'billing-batch' }));
    await bar.getByText('1 selected').waitFor();
    await tab.keyboard.press('Escape');
    await bar.waitFor({ state: 'detached' });
    assert.equal(await other.count(), 0, 'the search stands');
    await tab.keyboard.press('Escape');
    await other.waitFor();
    await comes(() => tab.getByRole('searchbox').first().inputValue(), '');
  },
);

story(
  'single letters are switched off, chords and keys that write nothing are not',
  async ({ program, page }) => {
    const { tab } = await withAKey(program, page, '/keys');
    const row = tab.getByRole('row', { name: /billing-batch/ });
    await row.waitFor();
    await tab.keyboard.press('?');
    const sheet = tab.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await sheet.getByRole('checkbox').uncheck();
    await pressEsc(sheet);
    await row.focus();
    for (const letter of ['c', 'r', 'e', '/', '?', 'g', 'o']) await tab.keyboard.press(letter);
    await focused(row);
    assert.equal(await tab.getByRole('dialog').count(), 0, 'a letter opened a layer');
    assert.match(tab.url(), /#\/keys/, 'a letter led away');
    await tab.keyboard.press('Delete');
    await pressEsc(tab.getByRole('dialog', { name: /^Revoke billing-batch/ }));
    await tab.keyboard.press('Control+k');
    await tab.getByRole('combobox', { name: 'Search or run a command…' }).waitFor();
  },
);

story('the focus comes back to what opened a layer', async ({ program, page }) => {
  const operator = await Operator.setUp(program);
  await seedKey(operator, await seedPeople(operator));
  const tab = await page();
  await signIn(tab, owner, '/keys');
  await tab.getByText('billing-batch').first().waitFor();

  for (const name of ['Create key', 'Keyboard shortcuts']) {
    const opener = tab.getByRole('button', { name });
    await opener.focus();
    await tab.keyboard.press('Enter');
    await pressEsc(tab.getByRole('dialog'));
    await focused(opener);
  }
  const dots = tab.getByRole('button', { name: 'Actions for billing-batch' });
  await dots.focus();
  await tab.keyboard.press('Enter');
  await pressEsc(tab.getByRole('menu'));
  await focused(dots);
});

story('the list is walked and its rows are opened by the keyboard', async ({ program, page }) => {
  const operator = await Operator.setUp(program);
  const people = await seedPeople(operator);
  for (const name of ['alpha', 'beta', 'gamma']) await seedKey(operator, people, { name });
  const tab = await page();
  await signIn(tab, owner, '/keys');
  await tab.getByText('gamma').first().waitFor();
  await tab.keyboard.press('/');
  await tab.keyboard.type('a');
  const search = tab.getByRole('searchbox').first();
  await comes(() => search.inputValue(), 'a');
  await tab.keyboard.press('Escape');
  await comes(() => search.inputValue(), '');
  const row = (name) => tab.getByRole('row', { name: new RegExp(name) });
  await row('alpha').focus();
  await tab.keyboard.press('ArrowDown');
  await tab.keyboard.press('Enter');
  await pressEsc(tab.getByRole('dialog', { name: 'beta' }));
  await focused(row('beta'));
  await tab.keyboard.press('End');
  await focused(row('gamma'));
  await tab.keyboard.press('Shift+F10');
  await tab.getByRole('menuitem', { name: 'Revoke…' }).click();
  await tab.getByRole('dialog', { name: /^Revoke gamma/ }).waitFor();
});
