/** What happens, seen: the Inspector, the usage, and what the start page says needs somebody. */
import assert from 'node:assert/strict';
import { copied } from '../harness/browser.mjs';
import { loginWithKey, Operator, owner, verify } from '../harness/client.mjs';
import { flood } from '../harness/flood.mjs';
import { pour } from '../harness/pour.mjs';
import { pressEsc, seedKey, seedPeople, signIn } from '../harness/steps.mjs';
import { story } from '../harness/story.mjs';
import { comes } from '../harness/wait.mjs';

const rows = (tab) => tab.locator('[role=row][aria-selected]');

story(
  'a refused login says why, and the way to mend it lets the next one pass',
  async ({ program, page }) => {
    const operator = await Operator.setUp(program);
    const key = await seedKey(operator, await seedPeople(operator), { name: 'partner-x' });
    await operator.call('POST', `/keys/${key.id}/pause`);
    const tab = await page();
    await signIn(tab, owner, '/inspector');
    await tab.getByText('No requests yet').waitFor();

    const refused = await loginWithKey(program.base, key.accessKey, key.secret);
    assert.equal(refused.status, 401);
    assert.ok(!refused.text.includes('paused'), 'the client learns nothing');
    await tab.getByRole('row', { name: /POST \/login 401 .* partner-x/ }).click();
    const pane = tab.getByRole('complementary', { name: 'The selected request' });
    await pane.getByRole('heading', { name: 'Refused: the key is paused' }).waitFor();
    await pane.getByText('Resumed, this login passes: no other check would stop it.').waitFor();
    await pane.getByText('401 AuthenticationError, reason AccessKeyUnauthorized').waitFor();

    await operator.call('POST', `/keys/${key.id}/resume`);
    assert.equal((await loginWithKey(program.base, key.accessKey, key.secret)).status, 201);
    // The list is held while somebody reads.
    await tab.getByRole('button', { name: /^1 new/ }).waitFor();
    assert.equal(await rows(tab).count(), 1);
    await tab.keyboard.press('Home');
    await tab.getByRole('row', { name: /POST \/login 201 .* partner-x/ }).waitFor();
    await comes(() => rows(tab).count(), 2);
  },
);

story('the Inspector is paused, filtered, cleared and walked by the keyboard', async ({ program, page }) => {
  const operator = await Operator.setUp(program);
  const people = await seedPeople(operator);
  const one = await seedKey(operator, people, { name: 'alpha' });
  const two = await seedKey(operator, people, { name: 'beta' });
  const tab = await page();
  await signIn(tab, owner, '/inspector');
  await tab.getByText('No requests yet').waitFor();
  for (const key of [one, two, two]) await loginWithKey(program.base, key.accessKey, key.secret);
  await rows(tab).nth(2).waitFor();
  assert.equal(await rows(tab).count(), 3);

  await tab.keyboard.press('Space');
  await tab.getByText('Paused').waitFor();
  await loginWithKey(program.base, one.accessKey, one.secret);
  await tab.waitForTimeout(500);
  assert.equal(await rows(tab).count(), 3, 'nothing comes while it is paused');
  await tab.keyboard.press('Space');
  await tab.getByRole('status').filter({ hasText: 'Live' }).waitFor();
  await rows(tab).nth(3).waitFor();

  await tab.getByRole('grid').focus();
  await tab.keyboard.press('ArrowDown');
  await tab.keyboard.press('ArrowDown');
  const chosen = tab.locator('[role=row][aria-selected=true]');
  await comes(() => chosen.getAttribute('aria-rowindex'), '3');
  await tab.keyboard.press('Escape');
  await comes(() => chosen.count(), 0);

  await tab.keyboard.press('/');
  await tab.keyboard.insertText('key:alpha status:ok');
  await comes(() => rows(tab).count(), 2);
  await tab.waitForURL(/filter=key/);
  await tab.getByRole('searchbox').fill('key:nobody');
  await tab.getByText('No request matches').waitFor();
  await tab.getByRole('button', { name: 'Clear filter' }).click();
  await rows(tab).nth(3).waitFor();
  await tab.getByRole('button', { name: 'Clear', exact: true }).click();
  await tab.getByText('No requests yet').waitFor();
});

story('a request is copied as curl without its secret, and replayed with one', async ({ program, page }) => {
  const operator = await Operator.setUp(program);
  const key = await seedKey(operator, await seedPeople(operator), { name: 'billing-batch' });
  await loginWithKey(program.base, key.accessKey, 'not-the-secret-not-the-secret');
  const tab = await page();
  await signIn(tab, owner, '/inspector');
  await tab.getByRole('row', { name: /401/ }).click();
  const curl = await copied(tab, () => tab.getByRole('button', { name: 'Copy as curl' }).click());
  assert.match(curl, new RegExp(`^curl -X POST ${program.base}/login`));
  assert.ok(curl.includes(key.accessKey) && curl.includes('$SECRET'), curl);

  await tab.getByRole('button', { name: 'Replay…', exact: true }).click();
  const dialog = tab.getByRole('dialog');
  await dialog.getByLabel('Secret', { exact: true }).fill(key.secret);
  await dialog.getByRole('button', { name: 'Send' }).click();
  await dialog.getByText(/^201 Created in/).waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await dialog.waitFor({ state: 'detached' });
  await tab.getByRole('button', { name: /^1 new/ }).click();
  await tab.getByRole('row', { name: /POST \/login 201 .* billing-batch/ }).waitFor();
  const text = await tab.evaluate(() => document.documentElement.outerHTML);
  assert.ok(!text.includes(key.secret), 'the secret is nowhere in the page');
});

story('bodies are captured after a warning, without what is secret in them', async ({ program, page }) => {
  const operator = await Operator.setUp(program);
  const key = await seedKey(operator, await seedPeople(operator), { name: 'billing-batch' });
  const tab = await page();
  await signIn(tab, owner, '/inspector');
  await tab.getByRole('button', { name: 'Capture…' }).click();
  await tab.getByRole('dialog').getByRole('button', { name: 'Capture bodies' }).click();
  await tab.getByText(/^Capturing bodies until/).waitFor();
  await loginWithKey(program.base, key.accessKey, key.secret);
  await tab.getByRole('row', { name: /billing-batch/ }).click();
  await tab.getByRole('tab', { name: 'Request' }).click();
  await tab.getByText(`"accessKey": "${key.accessKey}"`).waitFor();
  await tab.getByText('"secret": "••••••••••••••••"').waitFor();
  await tab.getByRole('button', { name: 'Stop' }).click();
  await tab.getByText('Bodies are not captured').waitFor();
});

story('usage and the start page count what was let in and what was not', async ({ program, page }) => {
  const operator = await Operator.setUp(program);
  const people = await seedPeople(operator);
  const key = await seedKey(operator, people, { name: 'billing-batch', expires: '3d' });
  for (let n = 0; n < 3; n += 1) await loginWithKey(program.base, key.accessKey, key.secret);
  await loginWithKey(program.base, key.accessKey, 'not-the-secret-not-the-secret');
  await verify(program.base, 'nonsense');
  const tab = await page();
  await signIn(tab);
  await tab.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
  await tab.getByText('billing-batch expires in 3 days').waitFor();
  await tab.getByText('4 logins in the last day').waitFor();
  await tab.keyboard.press('c');
  await pressEsc(tab.getByRole('dialog', { name: 'Create access key' }));

  await tab.getByRole('link', { name: 'Usage' }).click();
  const byKey = tab.getByRole('region', { name: 'By key' });
  await byKey.getByRole('row', { name: /billing-batch .*3 1/ }).waitFor();
  await tab
    .getByRole('region', { name: 'By reason' })
    .getByRole('row', { name: /Wrong secret or password 1/ })
    .waitFor();
  await tab.getByRole('button', { name: 'View as table' }).click();
  const lines = tab.getByRole('region', { name: 'Logins over time' }).getByRole('row');
  const sums = () =>
    lines.evaluateAll((list) =>
      list
        .slice(1)
        .reduce(
          ([ok, refused], row) => [
            ok + Number(row.cells[1].textContent),
            refused + Number(row.cells[2].textContent),
          ],
          [0, 0],
        ),
    );
  await comes(sums, [3, 1]);
  await tab.getByRole('radio', { name: '30 days' }).check({ force: true });
  await tab.getByRole('heading', { name: 'Logins, 30 days' }).waitFor();
  tab.allow('offline', 503);
  await program.stop();
  await program.start();
  await tab.reload();
  await tab
    .getByRole('region', { name: 'By key' })
    .first()
    .getByRole('row', { name: /billing-batch .*3 1/ })
    .waitFor();
});

story('the Inspector brings what came before as somebody scrolls down to it', async ({ program, page }) => {
  const operator = await Operator.setUp(program);
  const key = await seedKey(operator, await seedPeople(operator), { name: 'billing-batch' });
  const { answered } = await pour(program, key, { seconds: 1, rate: 700 });
  assert.equal(answered, 700);
  const tab = await page();
  await signIn(tab, owner, '/inspector');
  const grid = tab.getByRole('grid');
  const count = async () => Number(await grid.getAttribute('aria-rowcount')) - 1;
  await comes(count, 200, 'the newest, first');
  await grid.focus();
  for (let presses = 0; (await count()) < answered && presses < 10; presses += 1) {
    const before = await count();
    await tab.keyboard.press('End');
    await tab.waitForFunction(
      (least) => Number(document.querySelector('[role=grid]').getAttribute('aria-rowcount')) - 1 > least,
      before,
    );
  }
  assert.equal(await count(), answered, 'every request that the core keeps');
  await tab.keyboard.press('End');
  const last = tab.locator('[role=row][aria-selected=true]');
  await comes(() => last.getAttribute('aria-rowindex'), String(answered + 1));
});

story('the Inspector keeps up with a flood', async ({ program, page }) => {
  const limits = { script: 250, gap: 100 };
  const hold = ({ numbers, slower }) =>
    numbers.scriptMsPerSecond <= limits.script * slower.thread &&
    numbers.p99FrameMs <= limits.gap * slower.wall;
  const { numbers, slower } = await flood({ program, page, seconds: 5, rate: 300, hold });
  console.log(`     ${JSON.stringify(numbers)}`);
  assert.equal(numbers.requests, 1_500, 'there was a flood');
  const script = numbers.scriptMsPerSecond;
  assert.ok(
    script <= limits.script * slower.thread,
    `${script} ms of script a second, ${slower.thread} times as slow`,
  );
  // A machine that does something else for a moment makes one gap, a page that does not keep up makes many.
  const gap = numbers.p99FrameMs;
  assert.ok(
    gap <= limits.gap * slower.wall,
    `1 % of the gaps are over ${gap} ms, ${slower.wall} times as slow`,
  );
  assert.ok(numbers.grownMB <= 30, `the page grew by ${numbers.grownMB} MB`);
});
