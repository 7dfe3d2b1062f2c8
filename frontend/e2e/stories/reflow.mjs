/** The smallest window at 200 %: there is room for what a page is about. */
import assert from 'node:assert/strict';
import { reflowed } from '../harness/browser.mjs';
import { owner } from '../harness/client.mjs';
import { filled } from '../harness/sample.mjs';
import { focused, goTo, signIn } from '../harness/steps.mjs';
import { story } from '../harness/story.mjs';
import { comes, holds } from '../harness/wait.mjs';

/** Rows of the list that are whole on the screen: under its head, above whatever stands below, in front of everything. */
const rowsSeen = (tab) =>
  tab.evaluate(() => {
    const list = document.querySelector('.gridwrap').getBoundingClientRect();
    const head = document.querySelector('.gridwrap thead').getBoundingClientRect();
    return [...document.querySelectorAll('.gridwrap tr[data-index]')].filter((line) => {
      const { top, bottom, height } = line.getBoundingClientRect();
      const { right } = line.lastElementChild.getBoundingClientRect();
      const whole = top >= head.bottom - 1 && bottom <= Math.min(list.bottom, innerHeight) + 1;
      return whole && line.contains(document.elementFromPoint(right - 4, top + height / 2));
    }).length;
  });

const lists = {
  '/keys': /billing-batch/,
  '/auth-headers': /grafana/,
  '/users': /svc-billing/,
  '/accounts': /Acme/,
  '/audit': /Create access key/,
};

story(
  'in the smallest window at 200 % three rows of each list are seen, and worked',
  async ({ program, page }) => {
    await filled(program);
    const tab = await page({ viewport: reflowed });
    await signIn(tab, owner, '/overview');
    for (const [path, name] of Object.entries(lists)) {
      await goTo(tab, path);
      await tab.getByRole('row', { name }).first().waitFor();
      // By Tab or a click: the list comes into view as a whole.
      await tab.locator('tr[data-index="0"]').click({ position: { x: 4, y: 4 }, trial: true });
      await tab.locator('tr[data-index="0"]').focus();
      await tab.keyboard.press('ArrowDown');
      await focused(tab.locator('tr[data-index="1"]'));
      await holds(
        () => rowsSeen(tab),
        (count) => count >= 3,
        `rows of ${path} on the screen`,
      );
      await tab.keyboard.press('Shift+F10');
      await tab.getByRole('menuitem').first().waitFor();
      await tab.keyboard.press('Escape');
      await comes(() => tab.getByRole('menu').count(), 0);
    }
    // The head is up there still, and each page begins with it.
    await goTo(tab, '/settings/about');
    await tab.getByRole('heading', { name: 'About', exact: true }).waitFor();
    await tab.mouse.move(250, 200);
    await tab.mouse.wheel(0, 400);
    const scrolled = () => tab.locator('main').evaluate((main) => main.scrollTop);
    await holds(scrolled, (at) => at > 100, 'the page scrolls as a whole');
    await goTo(tab, '/usage');
    await tab.getByRole('heading', { name: 'By key' }).waitFor();
    await comes(scrolled, 0, 'the next page begins at its top');
    assert.ok(await tab.getByRole('heading', { name: 'Usage', level: 1 }).isVisible());
  },
);
