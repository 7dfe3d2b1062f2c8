/** What is shown once is nowhere afterwards. */
import assert from 'node:assert/strict';
import { copied } from '../harness/browser.mjs';
import { holdsNowhere } from '../harness/check.mjs';
import { Operator, owner } from '../harness/client.mjs';
import { setUp, signIn } from '../harness/steps.mjs';
import { story } from '../harness/story.mjs';
import { comes, holds } from '../harness/wait.mjs';

/** The heap holds what a cache or a closure still keeps, whatever the page shows. */
async function heapHolds(tab, secret) {
  const session = await tab.context().newCDPSession(tab);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  let found = false;
  let tail = '';
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => {
    const text = tail + chunk;
    found ||= text.includes(secret);
    tail = text.slice(-secret.length);
  });
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return found;
}

story('a secret is nowhere in the page once its dialog is closed', async ({ program, page }) => {
  await Operator.setUp(program).then((operator) => operator.call('POST', '/first-run', {}));
  const tab = await page();
  const bodies = [];
  tab.on('response', (response) => {
    if (response.url().includes('/api/v1/') && response.request().method() === 'GET') {
      bodies.push(response.text().catch(() => ''));
    }
  });
  await signIn(tab, owner, '/keys');
  await tab.getByRole('button', { name: 'Create key' }).click();
  await tab.getByLabel('Name', { exact: true }).fill('canary');
  await tab.keyboard.press('Control+Enter');
  const dialog = tab.getByRole('dialog', { name: 'Save the secret for canary' });
  await dialog.waitFor();
  await tab.getByText('••••').first().waitFor();
  await dialog.getByRole('button', { name: 'Get a token' }).click();
  await dialog.getByText('201 Created').waitFor();
  const copy = (name) => copied(tab, () => dialog.getByRole('button', { name }).click());
  const token = await copy('Copy token: Token');
  const secret = await copy(/^Copy: Secret/);
  assert.match(secret, /^[\w-]{48}$/);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await dialog.waitFor({ state: 'detached' });
  await tab.evaluate(() => navigator.clipboard.writeText(''));

  await holdsNowhere(tab, secret, 'the secret after its dialog');
  await holdsNowhere(tab, token, 'the token after its dialog');
  await tab.getByRole('link', { name: 'Auth headers' }).click();
  await tab.getByRole('link', { name: 'Access keys' }).click();
  await tab.getByText('canary').first().waitFor();
  await tab.getByRole('row', { name: /canary/ }).click();
  await tab.getByRole('dialog').waitFor();
  await holdsNowhere(tab, secret, 'the secret in the list and the details');
  for (const body of await Promise.all(bodies))
    assert.equal(body.includes(secret), false, 'an answer that shows it again');
  assert.equal(program.log.includes(secret), false, 'the log');
});

story('the secrets of the first run are nowhere once it is left', async ({ program, page }) => {
  const tab = await page();
  await setUp(tab, program.setupLink);
  await tab.getByRole('button', { name: 'Create key' }).click();
  const secret = await copied(tab, () => tab.getByRole('button', { name: 'Copy: Secret' }).click());
  await tab.getByRole('button', { name: 'Get a token' }).click();
  await tab.getByText('201 Created').waitFor();
  await tab.getByRole('button', { name: 'Reveal signing secret' }).click();
  await tab.getByRole('button', { name: 'Reveal: Signing secret' }).click();
  const signing = await holds(
    () => tab.locator('.verify .secret').textContent(),
    (shown) => shown.length >= 48,
    'the signing secret is shown',
  );
  await tab.getByRole('button', { name: 'Go to portal' }).click();
  await tab.getByRole('row', { name: /My first key/ }).waitFor();
  await tab.evaluate(() => navigator.clipboard.writeText(''));
  await holdsNowhere(tab, secret, 'the first secret');
  await holdsNowhere(tab, signing, 'the signing secret');
  // What nothing keeps is gone after some collection, not always after the first.
  await comes(() => heapHolds(tab, signing), false, 'the memory of the page holds the signing secret');
  await comes(() => heapHolds(tab, owner.password), false, 'the memory of the page holds the password');
});
