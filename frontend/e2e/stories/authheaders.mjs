/** Auth headers: long-lived tokens of one user, shown once to the operator who makes them. */
import assert from 'node:assert/strict';
import { copied } from '../harness/browser.mjs';
import { Operator, verify } from '../harness/client.mjs';
import { seedPeople, signIn } from '../harness/steps.mjs';
import { story } from '../harness/story.mjs';

story('an auth header opens /verify from its making to its deletion', async ({ program, page }) => {
  const operator = await Operator.setUp(program);
  const { user } = await seedPeople(operator);
  const tab = await page();
  await signIn(tab);
  await tab.getByRole('link', { name: 'Auth headers' }).click();
  await tab.getByRole('button', { name: 'Create auth header' }).click();
  const form = tab.getByRole('dialog');
  await form.getByLabel(/^Name/).fill('grafana');
  await form.getByLabel('User', { exact: true }).fill(user.username);
  await tab.getByRole('option', { name: new RegExp(user.username) }).click();
  await form.getByRole('button', { name: 'Create auth header' }).click();

  const dialog = tab.getByRole('dialog', { name: /grafana/ });
  const line = await copied(tab, () => dialog.getByRole('button', { name: /^Copy/ }).first().click());
  const token = /lk_[\w-]+/.exec(line)?.[0] ?? '';
  assert.notEqual(token, '', 'the copied text holds the token');
  assert.equal((await verify(program.base, token)).status, 200);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await dialog.waitFor({ state: 'detached' });

  await tab.getByRole('button', { name: 'Actions for grafana' }).click();
  await tab.getByRole('menuitem', { name: /^Delete/ }).click();
  await tab
    .getByRole('dialog')
    .getByRole('button', { name: /^Delete/ })
    .click();
  await tab.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal((await verify(program.base, token)).status, 401);
  tab.allow('offline', 503);
  await program.stop();
  await program.start();
  assert.equal((await verify(program.base, token)).status, 401);
});
