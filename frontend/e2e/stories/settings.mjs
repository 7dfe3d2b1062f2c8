/** Signing keys, the listener and the audit log, as owners and viewers have them. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { newPage } from '../harness/browser.mjs';
import { holdsNowhere, isAccessible } from '../harness/check.mjs';
import { loginWithKey, Operator, owner, send, verify } from '../harness/client.mjs';
import { binary } from '../harness/program.mjs';
import { seedKey, seedPeople, setUp, signIn } from '../harness/steps.mjs';
import { story } from '../harness/story.mjs';

const kidOf = (token) => JSON.parse(Buffer.from(token.split('.')[0], 'base64url').toString()).kid;

async function login(program, { accessKey, secret }) {
  const answer = await loginWithKey(program.base, accessKey, secret);
  assert.equal(answer.status, 201, answer.text);
  return JSON.parse(answer.text).token;
}

story('a rotated signing key leaves its tokens good, and what was done is written down', async (told) => {
  const { program, page } = told;
  const operator = await Operator.setUp(program);
  const key = await seedKey(operator, await seedPeople(operator));
  const before = await login(program, key);
  const tab = await page();
  await signIn(tab, owner, '/settings/signing-keys');
  await tab.getByRole('button', { name: 'Rotate the key of machine tokens' }).click();
  const dialog = tab.getByRole('dialog');
  await dialog.getByText('Tokens of the old one stay good until they end.').waitFor();
  await dialog.getByRole('button', { name: 'Rotate signing key' }).click();
  await dialog.waitFor({ state: 'detached' });
  await tab
    .getByRole('row', { name: kidOf(before) })
    .getByText('Retired')
    .waitFor();
  const after = await login(program, key);
  assert.notEqual(kidOf(after), kidOf(before));
  await tab
    .getByRole('row', { name: kidOf(after) })
    .getByText('Signs')
    .waitFor();
  for (const token of [before, after]) assert.equal((await verify(program.base, token)).status, 200);

  await tab.getByRole('link', { name: 'Audit log' }).click();
  await tab.getByRole('row', { name: /Rotate signing key/ }).click();
  await tab.getByRole('dialog').getByText('signing-key.rotate').waitFor();
  await tab.getByRole('dialog').getByText(owner.username).waitFor();
});

story(
  'the secret of a signing key is shown when asked for, written down, and gone',
  async ({ program, page }) => {
    await Operator.setUp(program);
    const tab = await page();
    await signIn(tab, owner, '/settings/signing-keys');
    await tab
      .getByRole('table', { name: /^Machine tokens/ })
      .getByRole('button', { name: /^Reveal key/ })
      .click();
    const dialog = tab.getByRole('dialog');
    await dialog.getByText(/can make tokens/).waitFor();
    await isAccessible(tab, 'reveal signing key');
    await dialog.getByRole('button', { name: 'Reveal secret' }).click();
    await dialog.getByRole('button', { name: 'Reveal: Secret' }).click();
    await isAccessible(tab, 'signing key, revealed');
    const secret = await dialog.locator('.secret').textContent();
    assert.ok(secret.length >= 48, 'it is shown');
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.waitFor({ state: 'detached' });
    await holdsNowhere(tab, secret, 'the secret after its dialog');
    await tab.getByRole('link', { name: 'Audit log' }).click();
    await tab.getByRole('row', { name: /Reveal signing key/ }).waitFor();
    await holdsNowhere(tab, secret, 'the secret in the audit log');
    assert.equal(program.log.includes(secret), false, 'the log of the program');
  },
);

story(
  'a viewer finds refusals in the audit log, and nothing to press in the settings',
  async ({ program, page }) => {
    const operator = await Operator.setUp(program);
    const viewer = { username: 'v.lund', password: 'amber-copper-window-71' };
    await operator.call('POST', '/users', { ...viewer, operator: 'viewer' });
    const { headers } = await Operator.signIn(program, viewer);
    const refused = await send(program.base, 'POST', '/api/v1/signing-keys/rotate', {
      body: { use: 'machine' },
      headers,
    });
    assert.equal(refused.status, 403, refused.text);
    const tab = await page();
    await signIn(tab, viewer, '/audit?result=denied');
    const line = tab.getByRole('row', { name: /Rotate signing key/ });
    await line.getByText('Denied').waitFor();
    await line.click();
    await tab.getByRole('dialog').getByText('Refused: nothing was changed.').waitFor();
    await isAccessible(tab, 'audit entry, denied');
    await tab.keyboard.press('Escape');
    await tab.getByRole('link', { name: 'Settings' }).click();
    await tab.getByText('Only owners see what Latchkey was started with.').waitFor();
    assert.equal(await tab.getByRole('textbox').count(), 0);
    await tab.getByRole('link', { name: 'Signing keys' }).click();
    await tab.getByText('Only owners can reveal, rotate or import signing keys.').waitFor();
    assert.equal(await tab.getByRole('button', { name: /Reveal key|Rotate|Import/ }).count(), 0);
  },
);

story('what a flag set is not the portal’s to change', async ({ program, page }) => {
  await Operator.setUp(program);
  const tab = await page();
  await signIn(tab, owner, '/settings/listener');
  await tab.getByText('Set by --listen. Change it there and start Latchkey again.').waitFor();
  assert.equal(await tab.getByRole('textbox').count(), 0);
});

/** A program that no flag has told where to listen. It is gone with its folder. */
async function unbound() {
  const home = await mkdtemp(join(tmpdir(), 'latchkey-e2e-'));
  const child = spawn(binary, ['serve', '--ephemeral'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env.PATH, HOME: home, TMPDIR: home, TZ: 'UTC' },
  });
  let base = '';
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('listening on ')) base = line.slice('listening on '.length).trim();
    if (line.startsWith('set up at ')) {
      const setupLink = line.slice('set up at '.length).trim();
      const remove = async () => {
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        await ended;
        await rm(home, { recursive: true, force: true });
      };
      return { base, setupLink, remove };
    }
  }
  throw new Error('it ended before it listened');
}

story('the listener moves, and the page with it', async ({ program: taken, browser }) => {
  const program = await unbound();
  const tab = await newPage(browser, program);
  try {
    await setUp(tab, program.setupLink);
    tab.allow(400, 401, 409);
    await tab.goto('/portal/#/settings/listener');
    const field = tab.getByRole('textbox', { name: 'Address of the listener' });
    await field.fill(new URL(taken.base).host);
    await tab.getByText('You sign in again there.').waitFor();
    await tab.getByRole('button', { name: 'Apply and reconnect' }).click();
    await tab.getByText(/is taken by another program/).waitFor();
    await isAccessible(tab, 'listener, refused');

    await taken.stop();
    await tab.getByRole('button', { name: 'Apply and reconnect' }).click();
    await tab.getByRole('heading', { name: 'Sign in to the portal' }).waitFor();
    assert.ok(tab.url().startsWith(taken.base), tab.url());
    await tab.getByLabel('Username').fill(owner.username);
    await tab.getByLabel('Password', { exact: true }).fill(owner.password);
    await tab.keyboard.press('Enter');
    await tab.getByRole('textbox', { name: 'Address of the listener' }).waitFor();
    await tab.getByRole('row', { name: /this portal/ }).waitFor();
  } finally {
    await tab.context().close();
    await program.remove();
  }
});
