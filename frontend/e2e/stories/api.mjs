/** The guides and the reference, used as a developer uses them. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { copied } from '../harness/browser.mjs';
import { holdsNowhere, isAccessible } from '../harness/check.mjs';
import { loginWithKey, Operator, owner } from '../harness/client.mjs';
import { seedKey, seedPeople, signIn } from '../harness/steps.mjs';
import { story } from '../harness/story.mjs';

const run = promisify(execFile);
const jwt = /^[\w-]+\.[\w-]+\.[\w-]+\s*$/;

/** Copies the sample of that language from the guide that is open and runs it. */
async function runSample(tab, folder, { label, file, command }, env) {
  await tab.getByRole('tab', { name: label, exact: true }).click();
  const code = await copied(tab, () => tab.getByRole('button', { name: `Copy: ${label}` }).click());
  const path = join(folder, file);
  await writeFile(path, code);
  const [program, ...args] = command(path);
  const { stdout } = await run(program, args, { env: { ...process.env, ...env }, timeout: 60_000 });
  return { code, stdout };
}

const languages = [
  { label: 'curl', file: 'call.sh', command: (path) => ['/bin/sh', path] },
  { label: 'JavaScript', file: 'call.mjs', command: (path) => [process.execPath, path] },
  { label: 'Python', file: 'call.py', command: (path) => ['python3', path] },
  { label: 'Go', file: 'call.go', command: (path) => ['go', 'run', path] },
];

story(
  'every sample of a guide runs as it was copied, and none holds a secret',
  async ({ program, page }) => {
    const operator = await Operator.setUp(program);
    const people = await seedPeople(operator);
    const key = await seedKey(operator, people);
    const tab = await page();
    await signIn(tab, owner, '/api/partner');
    await tab.getByText(`${program.base}/login`, { exact: false }).first().waitFor();
    await tab.getByText(key.accessKey).first().waitFor();
    const folder = await mkdtemp(join(tmpdir(), 'latchkey-samples-'));
    try {
      let token = '';
      for (const language of languages) {
        const { code, stdout } = await runSample(tab, folder, language, { LATCHKEY_SECRET: key.secret });
        assert.ok(code.includes(key.accessKey), `${language.label}: the chosen key stands in it`);
        assert.ok(!code.includes(key.secret), `${language.label}: no secret stands in it`);
        assert.match(stdout, jwt, language.label);
        token = stdout.trim();
      }
      await tab.getByRole('link', { name: 'User login and auth headers' }).click();
      await tab.getByRole('heading', { name: 'User login and auth headers' }).waitFor();
      const user = await runSample(tab, folder, languages[1], { LATCHKEY_PASSWORD: 'sand-violet-engine-12' });
      assert.match(user.stdout, jwt, 'user login');
      await tab.getByRole('link', { name: 'Forward-auth' }).click();
      await tab.getByRole('heading', { name: 'Forward-auth' }).waitFor();
      for (const language of languages) {
        const { stdout } = await runSample(tab, folder, language, { LATCHKEY_TOKEN: token });
        assert.match(stdout, /200[\s\S]*svc-billing/, `forward-auth in ${language.label}`);
      }
      await holdsNowhere(tab, key.secret, 'the secret on the API page');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  { limitMs: 180_000 },
);

story('the reference logs in against the running listener with the chosen key', async ({ program, page }) => {
  const operator = await Operator.setUp(program);
  const key = await seedKey(operator, await seedPeople(operator));
  const tab = await page();
  tab.allow(401);
  await signIn(tab, owner, '/api/reference');
  const login = tab.locator('.opblock').filter({ has: tab.locator('[data-path="/login"]') });
  await login.locator('.opblock-summary-control').click();
  await login.getByRole('button', { name: 'Try it out' }).click();
  const body = login.locator('textarea');
  const sample = JSON.parse(await body.inputValue());
  assert.equal(sample.accessKey, key.accessKey);
  assert.notEqual(sample.secret, key.secret);
  await body.fill(JSON.stringify({ ...sample, secret: key.secret }));
  await login.getByRole('button', { name: 'Execute' }).click();
  await login.locator('.live-responses-table .response-col_status').getByText('201').first().waitFor();
});

story(
  '/docs is there without a session and without the admin API, in both themes',
  async ({ program, page }) => {
    for (const theme of ['light', 'dark']) {
      const tab = await page({ theme });
      await tab.goto('/docs');
      await tab.locator('.swagger-ui .opblock').first().waitFor();
      assert.match(tab.url(), /\/docs\/$/);
      assert.equal(await tab.locator('[data-path^="/api/v1"]').count(), 0);
      await isAccessible(tab, `/docs, ${theme}`);
      const background = await tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
      assert.equal(background, theme === 'dark' ? 'rgb(22, 26, 33)' : 'rgb(255, 255, 255)');
    }
    const [login] = await Promise.all([loginWithKey(program.base, 'x', 'y')]);
    assert.equal(login.status, 401);
  },
);
