/** What happens, seen: the Inspector, the usage, and what the start page says needs somebody. */
import assert from 'node:assert/strict';
import { clipboard } from '../harness/browser.mjs';
import { loginWithKey, Operator, owner, verify } from '../harness/client.mjs';
import { flood } from '../harness/flood.mjs';
import { pour } from '../harness/pour.mjs';
import { seedKey, seedPeople, signIn } from '../harness/steps.mjs';
import { story } from '../harness/story.mjs';

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
    assert.equal(await rows(tab).count(), 2);
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
  assert.equal(await tab.locator('[role=row][aria-selected=true]').getAttribute('aria-rowindex'), '3');
  await tab.keyboard.press('Escape');
  assert.equal(await tab.locator('[role=row][aria-selected=true]').count(), 0);

  await tab.keyboard.press('/');
  await tab.keyboard.insertText('key:alpha status:ok');
  await tab.waitForFunction(() => document.querySelectorAll('[role=row][aria-selected]').length === 2);
  assert.match(tab.url(), /filter=key/);
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
  await tab.getByRole('button', { name: 'Copy as curl' }).click();
  const curl = await clipboard(tab);
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
  await tab.getByRole('dialog', { name: 'Create access key' }).waitFor();
  await tab.keyboard.press('Escape');

  await tab.getByRole('link', { name: 'Usage' }).click();
  const byKey = tab.getByRole('region', { name: 'By key' });
  await byKey.getByRole('row', { name: /billing-batch .*3 1/ }).waitFor();
  await tab
    .getByRole('region', { name: 'By reason' })
    .getByRole('row', { name: /Wrong secret or password 1/ })
    .waitFor();
  await tab.getByRole('button', { name: 'View as table' }).click();
  const lines = tab.getByRole('region', { name: 'Logins over time' }).getByRole('row');
  const sums = await lines.evaluateAll((list) =>
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
  assert.deepEqual(sums, [3, 1]);
  await tab.getByRole('radio', { name: '30 days' }).check({ force: true });
  await tab.getByRole('heading', { name: 'Logins, 30 days' }).waitFor();
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
  assert.ok(answered > 450, `${answered} logins`);
  const tab = await page();
  await signIn(tab, owner, '/inspector');
  const grid = tab.getByRole('grid');
  const count = async () => Number(await grid.getAttribute('aria-rowcount')) - 1;
  await rows(tab).first().waitFor();
  assert.equal(await count(), 200, 'the newest, first');
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
  await last.waitFor();
  assert.equal(await last.getAttribute('aria-rowindex'), String(answered + 1));
});

story('the Inspector keeps up with a flood', async ({ program, page }) => {
  const numbers = await flood({ program, page, seconds: 5, rate: 300 });
  console.log(`     ${JSON.stringify(numbers)}`);
  assert.ok(numbers.requests >= 1_000, 'there was a flood');
  assert.ok(numbers.worstFrameMs <= 250, `the longest frame gap was ${numbers.worstFrameMs} ms`);
  // Thread time: a busy machine does not change it much.
  assert.ok(numbers.scriptMsPerSecond <= 250, `${numbers.scriptMsPerSecond} ms of script a second`);
  assert.ok(numbers.grownMB <= 30, `the page grew by ${numbers.grownMB} MB`);
});
