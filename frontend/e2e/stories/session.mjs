/** Sessions and the core, which end and come back while somebody is at work. */
import assert from 'node:assert/strict';
import { fits, isAccessible } from '../harness/check.mjs';
import { Operator, owner, send } from '../harness/client.mjs';
import { focused, seedKey, seedPeople, signIn } from '../harness/steps.mjs';
import { story } from '../harness/story.mjs';
import { comes } from '../harness/wait.mjs';

async function ready(program) {
  const operator = await Operator.setUp(program);
  const people = await seedPeople(operator);
  const key = await seedKey(operator, people);
  return { operator, people, key };
}

/** Ends the session of the tab from outside, as another tab or an owner would. No poll of the page finds it out. */
async function endSession(program, tab) {
  await tab.route('**/api/v1/{status,session}', () => {});
  const [cookie] = await tab.context().cookies(`${program.base}/api/v1/`);
  const value = await tab.evaluate(() => localStorage.getItem('latchkey.session'));
  const answer = await send(program.base, 'DELETE', '/api/v1/session', {
    headers: { Cookie: `${cookie.name}=${cookie.value}`, 'Latchkey-Session': value },
  });
  assert.equal(answer.status, 204, answer.text);
}

story('signing out ends the session and says so', async ({ program, page }) => {
  await ready(program);
  const tab = await page();
  await signIn(tab, owner, '/keys');
  await tab.getByText('billing-batch').first().waitFor();
  const value = await tab.evaluate(() => localStorage.getItem('latchkey.session'));
  const [cookie] = await tab.context().cookies(`${program.base}/api/v1/`);
  await tab.getByRole('button', { name: `Signed in as ${owner.username}` }).click();
  await tab.getByRole('menuitem', { name: 'Sign out' }).click();
  await tab.getByRole('heading', { name: 'Sign in to the portal' }).waitFor();
  await tab.getByText('Signed out.').waitFor();
  assert.equal(await tab.evaluate(() => localStorage.getItem('latchkey.session')), null);
  const headers = { Cookie: `${cookie.name}=${cookie.value}`, 'Latchkey-Session': value };
  assert.equal((await send(program.base, 'GET', '/api/v1/keys', { headers })).status, 401);
  await tab.goBack();
  await tab.getByRole('heading', { name: 'Sign in to the portal' }).waitFor();
});

story(
  'a session that ended elsewhere leads to sign-in and back to the same page',
  async ({ program, page }) => {
    const { key } = await ready(program);
    const tab = await page();
    tab.allow(401);
    await signIn(tab, owner, '/keys?q=billing');
    await tab.getByText('billing-batch').first().waitFor();
    await endSession(program, tab);
    await tab.getByText('billing-batch').first().click();
    await tab.unrouteAll();
    await tab.getByText('Your session has ended. Your page is kept.').waitFor();
    await tab.getByLabel('Username').fill(owner.username);
    await tab.getByLabel('Password', { exact: true }).fill(owner.password);
    await tab.keyboard.press('Enter');
    await tab.getByRole('dialog').getByText(key.accessKey).first().waitFor();
    assert.match(tab.url(), /#\/keys\/.*q=billing/);
  },
);

story(
  'a session that ends under a form that is filled in is begun again over it, and the form is saved',
  async ({ program, page }) => {
    const { operator, key } = await ready(program);
    const tab = await page();
    tab.allow(401);
    await signIn(tab, owner, `/keys/${key.id}?task=edit`);
    const form = tab.getByRole('dialog', { name: /^Edit/ });
    await form.getByLabel(/^Note/).fill('typed before it ended');
    await endSession(program, tab);
    await form.getByRole('button', { name: /Save changes/ }).click();
    await tab.unrouteAll();
    const over = tab.getByRole('dialog', { name: 'Your session has ended' });
    await focused(over.getByLabel('Password', { exact: true }));
    await isAccessible(tab, 'a session that ended');
    await fits(tab, 'a session that ended');
    await tab.keyboard.type(owner.password);
    await tab.keyboard.press('Enter');
    await over.waitFor({ state: 'detached' });
    assert.equal(await form.getByLabel(/^Note/).inputValue(), 'typed before it ended');
    await form.getByRole('button', { name: /Save changes/ }).click();
    await form.waitFor({ state: 'detached' });
    assert.equal((await operator.call('GET', `/keys/${key.id}`)).note, 'typed before it ended');
  },
);

story('the cookie alone opens nothing, and neither does the value alone', async ({ program }) => {
  const { operator } = await ready(program);
  const { Cookie, 'Latchkey-Session': value } = operator.headers;
  for (const headers of [{ Cookie }, { 'Latchkey-Session': value }]) {
    assert.equal((await send(program.base, 'GET', '/api/v1/keys', { headers })).status, 401);
  }
});

story(
  'a core that stops is named above what is still readable, and is found again',
  async ({ program, page }) => {
    await ready(program);
    const tab = await page();
    tab.allow('offline');
    await signIn(tab, owner, '/keys');
    await tab.getByText('billing-batch').first().waitFor();
    await program.kill();
    const banner = tab.getByRole('alert').filter({ hasText: 'The core stopped answering' });
    await banner.waitFor();
    await tab.getByText('billing-batch').first().waitFor();
    await comes(() => tab.getByRole('button', { name: 'Create key' }).isDisabled(), true);
    await program.start();
    await banner.getByRole('button', { name: 'Try now' }).click();
    await banner.waitFor({ state: 'detached' });
    await comes(() => tab.getByRole('button', { name: 'Create key' }).isEnabled(), true);
    await tab.reload();
    await tab.getByText('billing-batch').first().waitFor();
  },
);
