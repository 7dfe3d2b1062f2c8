/** Signing keys, the listener and the audit log, as an owner has them. */
import assert from 'node:assert/strict';
import { holdsNowhere, isAccessible } from '../harness/check.mjs';
import { loginWithKey, Operator, owner, verify } from '../harness/client.mjs';
import { seedKey, seedPeople, signIn } from '../harness/steps.mjs';
import { story } from '../harness/story.mjs';
import { holds } from '../harness/wait.mjs';

const kidOf = (token) => JSON.parse(Buffer.from(token.split('.')[0], 'base64url').toString()).kid;

async function login(program, { accessKey, secret }) {
  const answer = await loginWithKey(program.base, accessKey, secret);
  assert.equal(answer.status, 201, answer.text);
  return answer.text;
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
  await tab.getByText('Unchanged', { exact: true }).waitFor();
  await tab.getByRole('row', { name: /Rotate signing key/ }).click();
  await tab.getByRole('dialog').getByText('signing-key.rotate').waitFor();
  await tab.getByRole('dialog').getByText(owner.username).waitFor();
});

story(
  'the secret of a signing key is shown when asked for, written down, and gone',
  async ({ program, page }) => {
    await seedPeople(await Operator.setUp(program));
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
    const secret = await holds(
      () => dialog.locator('.secret').textContent(),
      (shown) => shown.length >= 48,
      'it is shown',
    );
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.waitFor({ state: 'detached' });
    await holdsNowhere(tab, secret, 'the secret after its dialog');
    await tab.getByRole('link', { name: 'Audit log' }).click();
    await tab.getByRole('row', { name: /Reveal signing key/ }).waitFor();
    await holdsNowhere(tab, secret, 'the secret in the audit log');
    assert.equal(program.log.includes(secret), false, 'the log of the program');
  },
);

story('what a flag set is not the portal’s to change', async ({ program, page }) => {
  await seedPeople(await Operator.setUp(program));
  const tab = await page();
  await signIn(tab, owner, '/settings/listener');
  await tab.getByText('Set by --listen. Change it there and start Latchkey again.').waitFor();
  assert.equal(await tab.getByRole('textbox').count(), 0);
});
