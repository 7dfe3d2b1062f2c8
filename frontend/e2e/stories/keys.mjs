/** Access keys, from making one to its end; each change is proven by the login it allows or refuses. */
import assert from 'node:assert/strict';
import { copied } from '../harness/browser.mjs';
import { holdsNowhere } from '../harness/check.mjs';
import { loginWithApiKey, loginWithKey, Operator, owner, verify } from '../harness/client.mjs';
import { focused, pressEsc, seedKey, seedPeople, settled, signIn } from '../harness/steps.mjs';
import { story } from '../harness/story.mjs';
import { comes } from '../harness/wait.mjs';

async function withKey(program, spec) {
  const operator = await Operator.setUp(program);
  const people = await seedPeople(operator);
  const key = await seedKey(operator, people, spec);
  const login = () => loginWithKey(program.base, key.accessKey, key.secret).then(({ status }) => status);
  return { operator, people, key, login };
}

async function openList(page) {
  const tab = await page();
  await signIn(tab, owner, '/keys');
  await tab.getByRole('heading', { name: 'Access keys', level: 1 }).waitFor();
  return tab;
}

const rowAction = async (tab, name, action) => {
  await tab.getByRole('button', { name: `Actions for ${name}` }).click();
  await tab.getByRole('menuitem', { name: action }).click();
};

story(
  'a key is made and its secret copied by the keyboard alone in three actions',
  async ({ program, page }) => {
    const operator = await Operator.setUp(program);
    await operator.call('POST', '/first-run', {});
    const tab = await openList(page);
    await tab.getByText('1 key').waitFor();

    await tab.keyboard.press('c');
    await focused(tab.getByRole('dialog', { name: 'Create access key' }).getByLabel('Name', { exact: true }));
    await tab.keyboard.type('nightly-sync');
    await tab.keyboard.press('Control+Enter');
    await focused(tab.getByRole('dialog').getByRole('button', { name: 'Copy: Secret' }));
    const secret = await copied(tab, () => tab.keyboard.press('Enter'));
    await tab.getByRole('button', { name: 'Copied: Secret' }).waitFor();

    const { items } = await operator.call('GET', '/keys?search=nightly-sync');
    const { accessKey } = items[0];
    assert.match(secret, /^[\w-]{48}$/);
    assert.equal((await loginWithKey(program.base, accessKey, secret)).status, 201);
    assert.equal((await loginWithApiKey(program.base, accessKey, secret)).status, 200);

    await pressEsc(tab.getByRole('dialog'));
    await tab.getByText('nightly-sync').first().waitFor();
  },
);

story(
  'the secret dialog does not close before the secret is copied, unless it is meant',
  async ({ program, page }) => {
    const { people } = await withKey(program);
    const tab = await openList(page);
    await tab.getByRole('button', { name: 'Create key' }).click();
    const form = tab.getByRole('dialog', { name: 'Create access key' });
    await form.getByLabel('Name', { exact: true }).fill('partner-x');
    await form.getByLabel('User', { exact: true }).fill(people.user.username);
    await tab.getByRole('option', { name: new RegExp(people.user.username) }).click();
    await form.getByText(/for Acme Logistics/).waitFor();
    await form.getByRole('button', { name: 'Create key' }).click();
    const dialog = tab.getByRole('dialog', { name: 'Save the secret for partner-x' });
    await dialog.waitFor();
    await settled(tab);
    await tab.keyboard.press('Escape');
    await tab.getByText('The secret is not copied yet.').waitFor();
    await dialog.waitFor();
    await tab.getByRole('button', { name: 'Close without copying' }).click();
    await dialog.waitFor({ state: 'detached' });
  },
);

story('a new key proves itself in its dialog', async ({ program, page }) => {
  await Operator.setUp(program).then((operator) => operator.call('POST', '/first-run', {}));
  const tab = await openList(page);
  await tab.getByRole('button', { name: 'Create key' }).click();
  await tab.getByLabel('Name', { exact: true }).fill('prover');
  await tab.keyboard.press('Control+Enter');
  const dialog = tab.getByRole('dialog', { name: 'Save the secret for prover' });
  await dialog.getByRole('button', { name: 'Get a token' }).click();
  await dialog.getByText('201 Created').waitFor();
  await dialog.getByText(/HS384, valid until/).waitFor();
  await dialog.getByText('key prover').waitFor();
  const token = await copied(tab, () => dialog.getByRole('button', { name: 'Copy token: Token' }).click());
  assert.equal((await verify(program.base, token)).status, 200);
});

story('a paused key is refused until it is resumed', async ({ program, page }) => {
  const { key, login } = await withKey(program);
  const token = (await loginWithKey(program.base, key.accessKey, key.secret)).text;
  const tab = await openList(page);
  assert.equal(await login(), 201);
  await rowAction(tab, 'billing-batch', 'Pause…');
  await tab.getByRole('dialog').getByRole('button', { name: 'Pause key' }).click();
  await tab
    .getByRole('row', { name: /billing-batch/ })
    .getByText('Paused', { exact: true })
    .waitFor();
  assert.equal(await login(), 401);
  assert.equal((await verify(program.base, token)).status, 401);
  await rowAction(tab, 'billing-batch', 'Resume');
  await tab
    .getByRole('row', { name: /billing-batch/ })
    .getByText('Active', { exact: true })
    .waitFor();
  assert.equal(await login(), 201);
  assert.equal((await verify(program.base, token)).status, 200);
});

story('a revoked key is refused for good, also after a restart', async ({ program, page }) => {
  const { login } = await withKey(program);
  const tab = await openList(page);
  tab.allow('offline', 503);
  assert.equal(await login(), 201);
  await rowAction(tab, 'billing-batch', 'Revoke…');
  const dialog = tab.getByRole('dialog', { name: 'Revoke billing-batch? Its next login fails.' });
  await dialog.getByLabel(/Reason/).fill('left the company');
  await dialog.getByRole('button', { name: 'Revoke key' }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await login(), 401);
  await program.stop();
  await program.start();
  assert.equal(await login(), 401);
  await tab.goto('/portal/#/keys?status=revoked');
  await tab.reload();
  await tab.getByRole('row', { name: /billing-batch/ }).click();
  await tab.getByText('Reason: left the company').waitFor();
});

story('a pending key opens nothing until it is activated', async ({ program, page }) => {
  const { login } = await withKey(program, { pending: true });
  const tab = await openList(page);
  assert.equal(await login(), 401);
  await rowAction(tab, 'billing-batch', 'Activate');
  await tab
    .getByRole('row', { name: /billing-batch/ })
    .getByText('Active', { exact: true })
    .waitFor();
  assert.equal(await login(), 201);
});

story('a search that finds nothing says so and is cleared by a button', async ({ program, page }) => {
  await withKey(program);
  const tab = await openList(page);
  const search = tab.getByRole('searchbox').first();
  await search.fill('no-such-thing');
  await tab.getByText('No keys match ‘no-such-thing’').waitFor();
  assert.match(tab.url(), /q=no-such-thing/);
  await tab.getByRole('button', { name: 'Clear filters' }).click();
  await tab.getByText('billing-batch').first().waitFor();
  await comes(() => search.inputValue(), '');
  assert.doesNotMatch(tab.url(), /q=/);
});

story('a form that was refused keeps what was typed', async ({ program, page }) => {
  await Operator.setUp(program).then((operator) => operator.call('POST', '/first-run', {}));
  const tab = await openList(page);
  tab.allow('offline', 400, 409, 502);
  await tab.getByRole('button', { name: 'Create key' }).click();
  const form = tab.getByRole('dialog', { name: 'Create access key' });
  await form.getByRole('button', { name: 'Create key' }).click();
  await form.getByText('Enter a name.').waitFor();
  await form.getByLabel('Name', { exact: true }).fill('kept-through-it-all');
  await program.kill();
  await form.getByRole('button', { name: 'Create key' }).click();
  await form.getByRole('alert').waitFor();
  assert.equal(await form.getByLabel('Name', { exact: true }).inputValue(), 'kept-through-it-all');
  await program.start();
  await form.getByRole('button', { name: 'Create key' }).click();
  await tab.getByRole('dialog', { name: 'Save the secret for kept-through-it-all' }).waitFor();
});

story('two edits of one key do not overwrite each other', async ({ program, page }) => {
  const { operator, key } = await withKey(program);
  const tab = await openList(page);
  tab.allow(409);
  await rowAction(tab, 'billing-batch', 'Edit…');
  const form = tab.getByRole('dialog', { name: 'Edit billing-batch' });
  await form.getByLabel(/^Note/).fill('mine');
  await operator.call('PATCH', `/keys/${key.id}`, { note: 'theirs', version: key.version });
  await form.getByRole('button', { name: 'Save changes' }).click();
  await form.getByText('Somebody changed it meanwhile').waitFor();
  await form.getByRole('definition').filter({ hasText: 'Now: theirs' }).waitFor();
  assert.equal(await form.getByLabel(/^Note/).inputValue(), 'mine');
});

story(
  'a rotated key logs in with both secrets, and after End now with the new one alone',
  async ({ program, page }) => {
    const { key, login } = await withKey(program);
    const tab = await openList(page);
    await tab.getByRole('row', { name: /billing-batch/ }).focus();
    await tab.keyboard.press('r');
    const ask = tab.getByRole('dialog', { name: 'Rotate the secret of billing-batch?' });
    assert.equal(await ask.getByRole('radio', { name: '24 h' }).isChecked(), true);
    await ask.getByRole('button', { name: 'Rotate secret' }).click();
    const reveal = tab.getByRole('dialog', { name: 'Save the new secret for billing-batch' });
    await focused(reveal.getByRole('button', { name: 'Copy: Secret' }));
    const fresh = await copied(tab, () => tab.keyboard.press('Enter'));
    await reveal.getByRole('button', { name: 'Copied: Secret' }).waitFor();
    const loginNew = () => loginWithKey(program.base, key.accessKey, fresh).then(({ status }) => status);
    assert.match(fresh, /^[\w-]{48}$/);
    assert.notEqual(fresh, key.secret);
    await pressEsc(reveal);
    await holdsNowhere(tab, fresh, 'after the reveal dialog');
    assert.equal(await login(), 201);
    assert.equal(await loginNew(), 201);

    await tab
      .getByRole('row', { name: /billing-batch/ })
      .getByText('Rotating', { exact: true })
      .waitFor();
    await tab.getByRole('row', { name: /billing-batch/ }).click();
    const panel = tab.getByRole('region', { name: 'Two secrets work' });
    await panel.getByText('still sends the old one').waitFor();
    await panel.getByRole('button', { name: 'End old secret now…' }).click();
    await tab.getByRole('button', { name: 'End old secret', exact: true }).click();
    await panel.waitFor({ state: 'detached' });
    assert.equal(await login(), 401);
    assert.equal(await loginNew(), 201);
  },
);

story('many keys are revoked at once, and each login fails', async ({ program, page }) => {
  const { operator, people, key } = await withKey(program);
  const second = await seedKey(operator, people, { name: 'second' });
  const third = await seedKey(operator, people, { name: 'third' });
  const status = (of) => loginWithKey(program.base, of.accessKey, of.secret).then((answer) => answer.status);
  const tab = await openList(page);
  await tab.getByRole('row', { name: /billing-batch/ }).focus();
  await tab.keyboard.press('Space');
  await tab.getByRole('checkbox', { name: 'Select second' }).check();
  const bar = tab.getByRole('region', { name: 'Selected keys' });
  await bar.getByText('2 selected').waitFor();
  await bar.getByRole('button', { name: 'Revoke…' }).click();
  await tab.getByRole('dialog').getByRole('button', { name: 'Revoke 2 keys' }).click();
  await tab.getByRole('dialog', { name: '2 keys are revoked' }).waitFor();
  await tab.getByRole('button', { name: 'Done' }).click();
  await bar.waitFor({ state: 'detached' });
  assert.deepEqual([await status(key), await status(second), await status(third)], [401, 401, 201]);
});

story('a key that may log in from elsewhere only is refused here', async ({ program, page }) => {
  const { login } = await withKey(program);
  const tab = await openList(page);
  assert.equal(await login(), 201);
  await tab.getByRole('row', { name: /billing-batch/ }).focus();
  await tab.keyboard.press('e');
  const form = tab.getByRole('dialog', { name: 'Edit billing-batch' });
  await form.getByLabel('Allowed addresses').fill('192.0.2.0/24');
  await tab.keyboard.press('Enter');
  await tab.keyboard.press('Control+Enter');
  await tab.getByText('billing-batch is saved.').waitFor();
  assert.equal(await login(), 401);
});
