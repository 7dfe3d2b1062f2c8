/** Users and accounts: each change is proven by the login it allows or refuses. */
import assert from 'node:assert/strict';
import { copied } from '../harness/browser.mjs';
import { loginAsUser, loginWithKey, Operator, owner } from '../harness/client.mjs';
import { seedKey, seedPeople, signIn } from '../harness/steps.mjs';
import { story } from '../harness/story.mjs';

const rowAction = async (tab, name, action) => {
  await tab.getByRole('button', { name: `Actions for ${name}` }).click();
  await tab.getByRole('menuitem', { name: action }).click();
};
const layersGone = (tab) => tab.getByRole('dialog').waitFor({ state: 'detached' });

async function openUsers(page, account) {
  const tab = await page();
  await signIn(tab, account, '/users');
  await tab.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
  return tab;
}

story('a user is made with a password that is shown once and opens a login', async ({ program, page }) => {
  const operator = await Operator.setUp(program);
  await operator.call('POST', '/first-run', {});
  const tab = await openUsers(page);
  await tab.getByRole('button', { name: 'Create user' }).click();
  const form = tab.getByRole('dialog', { name: 'Create user' });
  await form.getByLabel(/^Username/).fill('d.brandt');
  await form.getByText('Make one').click();
  await form.getByRole('button', { name: 'Create user' }).click();
  const dialog = tab.getByRole('dialog', { name: 'Save the password of d.brandt' });
  const password = await copied(tab, () => dialog.getByRole('button', { name: 'Copy: Password' }).click());
  assert.match(password, /^[\w-]{23}$/);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await layersGone(tab);
  assert.equal((await loginAsUser(program.base, 'd.brandt', password)).status, 200);
});

story('a disabled user is refused at every door until enabled again', async ({ program, page }) => {
  const operator = await Operator.setUp(program);
  const people = await seedPeople(operator);
  const key = await seedKey(operator, people);
  const login = () => loginWithKey(program.base, key.accessKey, key.secret).then(({ status }) => status);
  const tab = await openUsers(page);
  await rowAction(tab, 'svc-billing', 'Disable…');
  const dialog = tab.getByRole('dialog', { name: /^Disable svc-billing\?/ });
  await dialog.getByText('1 active key and').waitFor();
  await dialog.getByRole('button', { name: 'Disable user' }).click();
  await layersGone(tab);
  assert.equal(await login(), 401);
  // The menu offers what the row says, once it says so.
  await tab
    .getByRole('row', { name: /svc-billing/ })
    .getByText('Disabled', { exact: true })
    .waitFor();
  await rowAction(tab, 'svc-billing', 'Enable');
  await tab.getByText('svc-billing is enabled.').waitFor();
  assert.equal(await login(), 201);
});

story('the last owner stays one, and the portal says why', async ({ program, page }) => {
  const operator = await Operator.setUp(program);
  await operator.call('POST', '/first-run', {});
  const tab = await openUsers(page);
  tab.allow(409);
  await rowAction(tab, owner.username, 'Disable…');
  const dialog = tab.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Disable user' }).click();
  await dialog.getByText(/is the last owner\. Make another owner first\./).waitFor();
});

story('a membership is taken away and its key is refused', async ({ program, page }) => {
  const operator = await Operator.setUp(program);
  const people = await seedPeople(operator);
  const key = await seedKey(operator, people);
  const tab = await openUsers(page);
  await tab.getByRole('row', { name: /svc-billing/ }).click();
  await tab
    .getByRole('navigation', { name: 'Parts of the user' })
    .getByRole('link', { name: /^Accounts/ })
    .click();
  await tab.getByRole('button', { name: 'Remove Acme Logistics' }).click();
  await tab.getByRole('dialog').getByRole('button', { name: 'Remove membership' }).click();
  await tab.getByText('In no account yet.', { exact: false }).waitFor();
  assert.equal((await loginWithKey(program.base, key.accessKey, key.secret)).status, 401);
});

story(
  'what saving a membership does is said before, and the next token says it',
  async ({ program, page }) => {
    const operator = await Operator.setUp(program);
    const people = await seedPeople(operator);
    const key = await seedKey(operator, people);
    const rolesOf = async () => {
      const { text } = await loginWithKey(program.base, key.accessKey, key.secret);
      return JSON.parse(Buffer.from(text.split('.')[1], 'base64url')).ar;
    };
    const tab = await page();
    await signIn(tab, owner, `/users/${people.user.id}?tab=accounts`);
    await tab.getByLabel('Search or add a role').fill('Auditor');
    await tab.keyboard.press('Enter');
    await tab.getByRole('checkbox', { name: /^InvoiceRead/ }).click();
    const bar = tab.getByRole('region', { name: 'Changes that are not saved' });
    await bar
      .getByText('Adds Auditor. Takes away InvoiceRead. 1 active key gives it out', { exact: false })
      .waitFor();
    const gives = tab.getByRole('complementary', { name: 'What this gives' });
    await gives.getByText('was granted here').waitFor();
    assert.deepEqual(await rolesOf(), ['InvoiceRead', 'Partner']);
    await tab.keyboard.press('Control+Enter');
    await tab.getByText('The membership of svc-billing is saved.').waitFor();
    await bar.waitFor({ state: 'detached' });
    assert.deepEqual(await rolesOf(), ['Auditor', 'Partner']);
  },
);

story('an account is made and gets a member', async ({ program, page }) => {
  const operator = await Operator.setUp(program);
  await seedPeople(operator);
  const tab = await page();
  await signIn(tab, owner, '/accounts');
  await tab.getByRole('button', { name: 'Create account' }).click();
  const form = tab.getByRole('dialog', { name: 'Create account' });
  await form.getByLabel('Name', { exact: true }).fill('Partner Nord');
  await form.getByRole('button', { name: 'Create account' }).click();
  await tab.getByRole('row', { name: /Partner Nord/ }).click();
  await tab
    .getByRole('navigation', { name: 'Parts of the account' })
    .getByRole('link', { name: /^Members/ })
    .click();
  await tab.getByRole('button', { name: 'Add member' }).click();
  const member = tab.getByRole('dialog', { name: 'Add a member to Partner Nord' });
  await member.getByLabel('User', { exact: true }).fill('svc-billing');
  await tab.getByRole('option', { name: /svc-billing/ }).click();
  await member.getByLabel('Roles').fill('Partner');
  await member.getByRole('button', { name: 'Add membership' }).click();
  await tab.getByRole('link', { name: 'svc-billing' }).waitFor();
  const { items } = await operator.call('GET', '/accounts/Partner%20Nord/members');
  assert.deepEqual(items[0].roles, ['Partner']);
});
