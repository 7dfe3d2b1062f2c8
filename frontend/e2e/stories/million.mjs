/** A list that is higher than a browser can draw: every row of it is reached, by every way there is. */
import assert from 'node:assert/strict';
import { Operator, owner } from '../harness/client.mjs';
import { manyName } from '../harness/many.mjs';
import { focused, seedKey, seedPeople, signIn } from '../harness/steps.mjs';
import { story } from '../harness/story.mjs';
import { comes, holds } from '../harness/wait.mjs';

const total = 1_000_000;
const rowHeight = 40;

/** Answers for a list of a million keys by the one there is: a store of so many takes minutes to make. */
async function aMillion(tab) {
  let one;
  await tab.route(/\/api\/v1\/keys\?/, async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    one ??= body.items[0];
    const asked = new URL(route.request().url()).searchParams;
    const offset = Number(asked.get('offset'));
    const count = Math.max(0, Math.min(Number(asked.get('limit')), total - offset));
    const rows = Array.from({ length: count }, (_, at) => ({
      ...one,
      id: `00000000-0000-4000-8000-${String(offset + at).padStart(12, '0')}`,
      name: manyName(offset + at),
    }));
    await route.fulfill({ response: answer, json: { ...body, items: rows, total } });
  });
}

const row = (tab, at) => tab.getByRole('row', { name: new RegExp(manyName(at)) });
const list = (tab) => tab.locator('.gridwrap');

/** The rows that are whole in view, under the head that stays. */
const inView = (tab) =>
  list(tab).evaluate((box) => {
    const { top, bottom } = box.getBoundingClientRect();
    const head = box.querySelector('thead').getBoundingClientRect().height;
    const whole = [...box.querySelectorAll('tr[data-index]')].filter((line) => {
      const at = line.getBoundingClientRect();
      return at.top >= top + head - 1 && at.bottom <= bottom + 1;
    });
    const indexes = whole.map((line) => Number(line.dataset.index)).sort((one, other) => one - other);
    return { first: indexes[0], last: indexes.at(-1), count: indexes.length };
  });

/** Waits until that row is the first in view. */
const first = (tab, wanted) => comes(async () => (await inView(tab)).first, wanted, 'the first row in view');

/** As the thumb of the scroll bar does: to a part of its way at once. */
async function drag(tab, part) {
  await list(tab).evaluate((box, to) => {
    box.scrollTop = (box.scrollHeight - box.clientHeight) * to;
  }, part);
}

story('of a million keys each is reached, by wheel, thumb and keys', async ({ program, page }) => {
  const operator = await Operator.setUp(program);
  await seedKey(operator, await seedPeople(operator));
  const tab = await page();
  await aMillion(tab);
  await signIn(tab, owner, '/keys');
  await row(tab, 0).waitFor();
  const height = await list(tab).evaluate((box) => box.scrollHeight);
  assert.ok(height < 17_800_000, `${height} px are more than every browser can draw`);

  // The thumb: from end to end, and in between as far in the list as on its way.
  await drag(tab, 1);
  await row(tab, total - 1).waitFor();
  assert.equal((await inView(tab)).last, total - 1);
  await drag(tab, 0.5);
  const middle = await holds(
    async () => (await inView(tab)).first,
    (at) => at > 499_000 && at < 501_000,
    'in the middle',
  );

  // The wheel: from row to row where the bar has no pixel for each of them.
  let top = middle;
  await row(tab, top).waitFor();
  await row(tab, top).hover();
  for (const by of [1, 1, 1, -1, 3, -2]) {
    await tab.mouse.wheel(0, by * rowHeight);
    top += by;
    await first(tab, top);
  }
  // At rest the bar goes back to where it belongs, and the rows stay where they are.
  const bar = () => list(tab).evaluate((box) => box.scrollTop / (box.scrollHeight - box.clientHeight));
  const belongs = top / (total - (await inView(tab)).count);
  await holds(bar, (at) => Math.abs(at - belongs) < 1e-4, `the bar belongs to ${belongs}`);
  assert.equal((await inView(tab)).first, top);

  // The keys: to the next row, by screens, to both ends.
  await row(tab, top).focus();
  for (let step = 1; step <= 25; step += 1) {
    await tab.keyboard.press('ArrowDown');
    await focused(row(tab, top + step));
  }
  await tab.keyboard.press('End');
  await focused(row(tab, total - 1));
  assert.equal((await inView(tab)).last, total - 1);
  const { count } = await inView(tab);
  await tab.keyboard.press('PageUp');
  await focused(row(tab, total - count));
  await tab.keyboard.press('Home');
  await focused(row(tab, 0));
  assert.equal((await inView(tab)).first, 0);
  // Tab comes to a row that is in view, wherever that is.
  await drag(tab, 0.3);
  await tab.waitForFunction(
    () => document.querySelector('tr[data-index][tabindex="0"]')?.dataset.index > 250_000,
  );
  await tab.getByRole('button', { name: 'Columns and density' }).focus();
  for (let presses = 0; presses < 12; presses += 1) {
    await tab.keyboard.press('Tab');
    if (await tab.evaluate(() => document.activeElement.matches('tr[data-index]'))) break;
  }
  const at = await tab.evaluate(() => Number(document.activeElement.dataset.index));
  const shown = await inView(tab);
  assert.ok(
    at >= shown.first - 1 && at <= shown.last + 1,
    `Tab came to row ${at} of ${shown.first} to ${shown.last}`,
  );
});
