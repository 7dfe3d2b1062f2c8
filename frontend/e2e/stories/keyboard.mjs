/** The portal without a mouse: everything is reached, the focus is seen, and it comes back to where it was. */
import assert from 'node:assert/strict';
import { Operator, owner } from '../harness/client.mjs';
import { focused, seedKey, seedPeople, signIn } from '../harness/steps.mjs';
import { story } from '../harness/story.mjs';

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
  for (let presses = 0; presses < 120 && rounds < 2; presses += 1) {
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
  await tab.goto('/portal/#/sign-in');
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
  await tab.keyboard.press('Escape');
  await tab.goto('/portal/#/auth-headers');
  await tab.getByText('No auth headers yet').waitFor();
  await reachesAll(tab, 'auth headers');
});

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
    await tab.getByRole('dialog').waitFor();
    await tab.keyboard.press('Escape');
    await tab.getByRole('dialog').waitFor({ state: 'detached' });
    assert.equal(await opener.evaluate((element) => element === document.activeElement), true, name);
  }
  const dots = tab.getByRole('button', { name: 'Actions for billing-batch' });
  await dots.focus();
  await tab.keyboard.press('Enter');
  await tab.getByRole('menu').waitFor();
  await tab.keyboard.press('Escape');
  await tab.getByRole('menu').waitFor({ state: 'detached' });
  assert.equal(await dots.evaluate((element) => element === document.activeElement), true, 'row menu');
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
  assert.equal(await tab.getByRole('searchbox').first().inputValue(), 'a');
  await tab.keyboard.press('Escape');
  const row = (name) => tab.getByRole('row', { name: new RegExp(name) });
  await row('alpha').focus();
  await tab.keyboard.press('ArrowDown');
  await tab.keyboard.press('Enter');
  await tab.getByRole('dialog', { name: 'beta' }).waitFor();
  await tab.keyboard.press('Escape');
  await tab.getByRole('dialog').waitFor({ state: 'detached' });
  await tab.keyboard.press('End');
  await tab.keyboard.press('Shift+F10');
  await tab.getByRole('menuitem', { name: 'Revoke…' }).click();
  await tab.getByRole('dialog', { name: /^Revoke gamma/ }).waitFor();
});
