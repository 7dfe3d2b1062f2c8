/** From a fresh folder into the portal. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { copied } from '../harness/browser.mjs';
import { loginAsUser, loginWithApiKey, loginWithKey, Operator, owner } from '../harness/client.mjs';
import { slowness } from '../harness/measure.mjs';
import { repository } from '../harness/program.mjs';
import { countActions, setUp, signIn } from '../harness/steps.mjs';
import { story } from '../harness/story.mjs';

const run = promisify(execFile);

story(
  'the setup link makes the first owner, and its token leaves the address at once',
  async ({ program, page }) => {
    const tab = await page();
    await tab.goto(program.setupLink);
    await tab.getByRole('heading', { name: 'Make the first owner' }).waitFor();
    const token = new URLSearchParams(program.setupLink.split('?').at(-1)).get('t');
    await tab.waitForFunction((secret) => !location.href.includes(secret), token);
    await tab.getByLabel('Username').fill(owner.username);
    await tab.getByLabel('Password', { exact: true }).fill('short');
    await tab.getByText('Too short: 5 more characters').waitFor();
    await tab.getByRole('button', { name: 'Make owner and sign in' }).click();
    await tab.getByText('At least 10 characters.').first().waitFor();
    await tab.getByLabel('Password', { exact: true }).fill(owner.password);
    await tab.getByText(/^(Good|Strong)/).waitFor();
    await tab.getByLabel(/First name/).fill('Maya');
    await tab.keyboard.press('Enter');
    await tab.getByRole('heading', { name: /^Welcome/ }).waitFor();
    const operator = await Operator.signIn(program);
    const user = await operator.call('GET', `/users/${owner.username}`);
    assert.equal(user.operator, 'owner');
    assert.equal(user.firstName, 'Maya');
  },
);

story('a used setup link says what to do and loses nothing that was typed', async ({ program, page }) => {
  const link = program.setupLink;
  const tab = await page();
  tab.allow(401);
  await tab.goto(link.replace(/t=[^&]+/, 't=AAAAAAAAAAAAAAAAAAAAAA'));
  await tab.getByLabel('Username').fill('somebody');
  await tab.getByLabel('Password', { exact: true }).fill('wind-lantern-copper');
  await tab.keyboard.press('Enter');
  await tab.getByText('This setup link has expired or was used.').waitFor();
  await tab.getByText('latchkey setup-link').waitFor();
  assert.equal(await tab.getByLabel('Username').inputValue(), 'somebody');
  assert.equal(await tab.getByLabel('Password', { exact: true }).inputValue(), 'wind-lantern-copper');

  await tab.goto(link);
  await tab.getByText('This setup link has expired or was used.').waitFor({ state: 'detached' });
  await Operator.setUp(program);
  await tab.getByRole('button', { name: 'Make owner and sign in' }).click();
  await tab.getByText('This setup link has expired or was used.').waitFor();
  await tab.getByRole('link', { name: 'Sign in' }).click();
  await tab.getByRole('heading', { name: 'Sign in to the portal' }).waitFor();
});

story(
  'first run to a token on screen in four clicks and no typing, then every login',
  async ({ program, page }) => {
    const tab = await page();
    const actions = await countActions(tab);
    await setUp(tab, program.setupLink);
    await actions.reset();
    const started = Date.now();
    await tab.getByRole('button', { name: 'Create key' }).click();
    await tab.getByRole('button', { name: 'Get a token' }).click();
    await tab.getByText('201 Created').waitFor();
    const seconds = (Date.now() - started) / 1000;
    const { clicks, characters } = await actions.read();
    assert.ok(clicks <= 4, `${clicks} clicks`);
    assert.equal(characters, 0, `${characters} characters typed`);
    const { wall } = await slowness(tab);
    assert.ok(seconds < 15 * wall, `${seconds} s on a machine ${wall} times as slow`);

    const claims = tab.getByLabel('Claims of the token').first();
    const names = claims.getByRole('term');
    await names.nth(8).waitFor();
    const first = (await names.allTextContents()).slice(0, 9);
    assert.deepEqual(first, ['uid', 'ar', 'ak', 'realm', 'ca', 'cid', 'domain', 'iat', 'exp']);
    await claims.getByText(`user ${owner.username}`).waitFor();
    await claims.getByText('account Default').waitFor();

    await tab.getByRole('tab', { name: '/auth/login' }).click();
    await tab.getByRole('button', { name: 'Get a token' }).click();
    await tab.getByRole('tabpanel', { name: '/auth/login' }).getByText('200 OK').waitFor();
    await tab.getByText('The rest of the answer').click();
    await tab.getByText('"flatRolesList"').waitFor();

    await tab.getByRole('tab', { name: '/user/login' }).click();
    await tab.getByLabel('Your own password').fill(owner.password);
    await tab.getByRole('button', { name: 'Get a token' }).click();
    await tab.getByRole('tabpanel', { name: '/user/login' }).getByText('HS256').first().waitFor();

    const copy = (what) => copied(tab, () => tab.getByRole('button', { name: `Copy: ${what}` }).click());
    const accessKey = await copy('Access key');
    const secret = await copy('Secret');
    assert.equal((await loginWithKey(program.base, accessKey, secret)).status, 201);
    assert.equal((await loginWithApiKey(program.base, accessKey, secret)).status, 200);
    assert.equal((await loginAsUser(program.base, owner.username, owner.password)).status, 200);

    await tab.getByRole('button', { name: 'Go to portal' }).click();
    await tab.getByRole('heading', { name: 'Access keys', level: 1 }).waitFor();
    await tab.getByRole('row', { name: /My first key/ }).waitFor();
    await tab.reload();
    await tab.getByRole('row', { name: /My first key/ }).waitFor();
  },
);

story(
  'the copied commands and programs verify the token with the revealed signing secret',
  async ({ program, page }) => {
    const tab = await page();
    await setUp(tab, program.setupLink);
    await tab.getByRole('button', { name: 'Create key' }).click();
    await tab.getByRole('button', { name: 'Get a token' }).click();
    await tab.getByText('201 Created').waitFor();

    const copy = (name) => copied(tab, () => tab.getByRole('button', { name }).click());
    const again = await run('/bin/sh', ['-c', `${await copy('Copy curl')} -s`]);
    assert.match(again.stdout, /^[\w-]+\.[\w-]+\.[\w-]+$/);
    const token = again.stdout;

    await tab.getByRole('button', { name: 'Check with /verify' }).click();
    const headers = tab.getByLabel('Identity headers');
    await headers.getByText(owner.username).first().waitFor();

    await tab.getByRole('button', { name: 'Reveal signing secret' }).click();
    const line = await copy('Copy export: Signing secret');
    const env = { ...process.env };
    const told = await run('/bin/sh', ['-c', `${line}; printf %s "$LATCHKEY_SIGNING_SECRET"`]);
    env.LATCHKEY_SIGNING_SECRET = told.stdout;
    assert.ok(told.stdout.length >= 48, 'a signing secret that is long enough for HS384');

    const folder = await mkdtemp(join(tmpdir(), 'latchkey-verify-'));
    try {
      await tab.getByRole('tab', { name: 'Node' }).click();
      const node = join(folder, 'verify.mjs');
      await writeFile(node, await copy('Copy: verify.mjs'));
      assert.match((await run(process.execPath, [node, token], { env })).stdout, /realm: 'Partner'/);
      const forged = await run(
        process.execPath,
        [node, token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))],
        { env },
      );
      assert.match(forged.stdout, /refused/);

      await tab.getByRole('tab', { name: 'Go', exact: true }).click();
      const go = join(folder, 'verify.go');
      await writeFile(go, await copy('Copy: verify.go'));
      const inModule = { cwd: repository, env };
      assert.match((await run('go', ['run', go, token], inModule)).stdout, /realm:Partner/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }

    const operator = await Operator.signIn(program);
    const { items } = await operator.call('GET', '/audit?limit=50');
    assert.ok(
      items.some(({ action, actor }) => /reveal/.test(action) && actor === owner.username),
      'the reveal stands in the audit log',
    );
  },
);

story('leaving the first run with a secret nobody copied is asked about once', async ({ program, page }) => {
  const tab = await page();
  await setUp(tab, program.setupLink);
  await tab.getByRole('button', { name: 'Create key' }).click();
  await tab.getByRole('button', { name: 'Copy: Secret' }).waitFor();
  await tab.getByRole('button', { name: 'Go to portal' }).click();
  const question = tab.getByRole('dialog', { name: 'Leave without copying the secret?' });
  await question.getByRole('button', { name: 'Cancel' }).click();
  await question.waitFor({ state: 'detached' });
  await tab.getByRole('button', { name: 'Copy: Secret' }).waitFor();
  await tab.getByRole('button', { name: 'Go to portal' }).click();
  const pair = await copied(tab, () => question.getByRole('button', { name: 'Copy and leave' }).click());
  await tab.getByRole('heading', { name: 'Access keys', level: 1 }).waitFor();
  const [, accessKey, secret] = /^LATCHKEY_ACCESS_KEY=(.*)\nLATCHKEY_SECRET=(.*)\n$/.exec(pair);
  assert.equal((await loginWithKey(program.base, accessKey, secret)).status, 201);
});

story('the first run can be skipped, and is not offered again in that tab', async ({ program, page }) => {
  const tab = await page();
  await setUp(tab, program.setupLink);
  await tab.getByRole('button', { name: 'Skip' }).click();
  await tab.getByText('No access keys yet').waitFor();
  await tab.reload();
  await tab.getByText('No access keys yet').waitFor();
});

story('signing in comes back to the page that was asked for, filters and all', async ({ program, page }) => {
  await Operator.setUp(program).then((operator) => operator.call('POST', '/first-run', {}));
  const tab = await page();
  await signIn(tab, owner, '/auth-headers?q=grafana');
  await tab.getByRole('heading', { name: 'Auth headers', level: 1 }).waitFor();
  assert.match(tab.url(), /#\/auth-headers\?q=grafana$/);
});

story(
  'a wrong password is said at the form, keeps the username, and too many say when again',
  async ({ program, page }) => {
    await Operator.setUp(program);
    const tab = await page();
    tab.allow(401, 429);
    await tab.goto('/portal/');
    await tab.getByLabel('Username').fill(owner.username);
    const password = tab.getByLabel('Password', { exact: true });
    await password.fill('not-the-password');
    await password.press('Enter');
    await tab.getByRole('alert').getByText('The username or the password is wrong').waitFor();
    assert.equal(await tab.getByLabel('Username').inputValue(), owner.username);
    for (let tries = 0; tries < 30; tries += 1) {
      const answered = tab.waitForResponse((response) => response.url().endsWith('/api/v1/session'));
      await password.press('Enter');
      if ((await answered).status() === 429) break;
      await tab.getByRole('button', { name: 'Sign in', disabled: false }).waitFor();
    }
    await tab
      .getByRole('alert')
      .getByText(/Try again in \d+ s/)
      .waitFor();
  },
);
