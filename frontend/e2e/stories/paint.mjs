/** What is on the screen before the portal's scripts have run. */
import assert from 'node:assert/strict';
import { desk, smallest } from '../harness/browser.mjs';
import { Operator, owner } from '../harness/client.mjs';
import { focused, seedKey, seedPeople, signIn } from '../harness/steps.mjs';
import { story } from '../harness/story.mjs';

/** Opens a page whose scripts do not come until `release` is called: what is seen till then is the frame. */
async function held(tab, path) {
  const waiting = [];
  let released = false;
  await tab.route('**/assets/*.js', (route) => (released ? route.continue() : waiting.push(route)));
  await tab.addInitScript(() => {
    Reflect.set(window, 'shifts', []);
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries()) {
        const what = sources.map(
          ({ node }) => (node?.nodeType === 1 ? node : node?.parentElement)?.outerHTML,
        );
        Reflect.get(window, 'shifts').push(`${value}: ${what.map((html) => html?.slice(0, 80)).join(', ')}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await tab.goto(`/portal/${path}`, { waitUntil: 'commit' });
  await tab.locator('#frame').waitFor({ state: 'attached' });
  return async () => {
    released = true;
    await Promise.all(waiting.map((route) => route.continue()));
    await tab.locator('#frame').waitFor({ state: 'detached' });
  };
}

/** Something is on the screen that is more than a colour. */
const painted = (tab) =>
  tab.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);

/** Where these stand, to the pixel. */
async function boxes(tab, within, names) {
  const found = {};
  for (const name of names) {
    found[name] = await tab.locator(`${within} ${name}`).evaluateAll((elements) =>
      elements
        .filter((element) => element.checkVisibility())
        .map((element) => {
          const { x, y, width, height } = element.getBoundingClientRect();
          return [x, y, width, height].map(Math.round).join(' ');
        }),
    );
  }
  return found;
}

const background = (tab, selector) =>
  tab.locator(selector).evaluate((element) => getComputedStyle(element).backgroundColor);

async function keptStill(tab) {
  assert.deepEqual(await tab.evaluate(() => Reflect.get(window, 'shifts')), [], 'layout shifts');
}

const shellParts = ['.topbar', '.side', '.main', '.brand svg', '.cmd', '.nav .i', '.listener'];

story(
  'before any script has run the shell is painted where it will be, and nothing moves when it comes',
  async ({ program, page }) => {
    const operator = await Operator.setUp(program);
    await seedKey(operator, await seedPeople(operator));
    for (const viewport of [desk, smallest]) {
      for (const theme of ['light', 'dark']) {
        const tab = await page({ viewport, theme });
        await signIn(tab, owner, '/keys');
        await tab.getByRole('row', { name: /billing-batch/ }).waitFor();
        const release = await held(tab, '?again#/keys');
        await painted(tab);
        const frame = await boxes(tab, '#frame', shellParts);
        assert.equal(frame['.nav .i'].length, 10, 'every page of the sidebar has its place');
        const surface = await background(tab, '#frame .main');
        assert.equal(surface, theme === 'dark' ? 'rgb(22, 26, 33)' : 'rgb(255, 255, 255)');
        await tab.keyboard.press('Tab');
        assert.equal(await tab.evaluate(() => document.activeElement === document.body), true);

        await release();
        await tab.getByRole('row', { name: /billing-batch/ }).waitFor();
        assert.deepEqual(await boxes(tab, '#root', shellParts), frame);
        assert.equal(await background(tab, '#root .main'), surface);
        await keptStill(tab);
        await tab.context().close();
      }
    }
  },
);

story(
  'before any script has run the sign-in page has its outline, in the colours that were chosen',
  async ({ program, page }) => {
    await Operator.setUp(program);
    const tab = await page({ theme: 'dark' });
    await tab.addInitScript(() => localStorage.setItem('latchkey.scheme', 'light'));
    const release = await held(tab, '');
    await painted(tab);
    const frame = await boxes(tab, '#frame', ['.brand svg', '.frame-field']);
    assert.equal(await background(tab, '#frame .frame-entry'), 'rgb(255, 255, 255)');
    // Somebody is faster than the page: the focus is in its first field all the same.
    await tab.keyboard.press('Tab');
    await release();
    await focused(tab.getByLabel('Username'));
    await tab.keyboard.press('Tab');
    await focused(tab.getByLabel('Password', { exact: true }));
    const form = await boxes(tab, '#root', ['.brand svg', 'input']);
    assert.deepEqual(form['.brand svg'], frame['.brand svg']);
    assert.deepEqual(form.input, frame['.frame-field']);
    await keptStill(tab);
  },
);

story('the first frame stands in for no page that it does not look like', async ({ program, page }) => {
  const tab = await page();
  let release = await held(tab, program.setupLink.split('/portal/').at(-1));
  const shown = () =>
    tab.locator('#frame > *').evaluateAll((all) => all.filter((e) => e.checkVisibility()).length);
  assert.equal(await shown(), 0);
  await release();
  await tab.getByRole('heading', { name: 'Make the first owner' }).waitFor();
  await Operator.setUp(program);
  await signIn(tab, owner);
  await tab.getByRole('heading', { name: /^Welcome/ }).waitFor();
  release = await held(tab, '?again#/first-run');
  await painted(tab);
  const bar = await boxes(tab, '#frame', ['.brand svg']);
  await release();
  await tab.getByRole('heading', { name: /^Welcome/ }).waitFor();
  assert.deepEqual(await boxes(tab, '#root', ['.brand svg']), bar);
});
