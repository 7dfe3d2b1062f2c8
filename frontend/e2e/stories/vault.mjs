/** What is kept of the store: its recovery key, backups, a restore, and keys that come from elsewhere. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { copied } from '../harness/browser.mjs';
import { holdsNowhere, isAccessible } from '../harness/check.mjs';
import { loginWithKey, Operator, owner } from '../harness/client.mjs';
import { goTo, pressEsc, seedKey, seedPeople, setUp, signIn } from '../harness/steps.mjs';
import { story } from '../harness/story.mjs';

const text = (bytes) => randomBytes(bytes).toString('base64url');

/** The reminder, as the Overview has it. */
const reminder = (tab) => tab.getByText('No recovery key is saved');

story('a recovery key is shown once, said to be kept, and then nobody is reminded', async (told) => {
  const { program, page } = told;
  await seedKey(await Operator.setUp(program), await seedPeople(await Operator.signIn(program)));
  const tab = await page();
  await signIn(tab, owner, '/overview');
  await reminder(tab).waitFor();
  await goTo(tab, '/settings/store');
  await tab.getByRole('button', { name: 'Make a recovery key' }).click();
  const dialog = tab.getByRole('dialog', { name: 'Recovery key of the store' });
  await dialog.getByRole('button', { name: 'Reveal: Recovery key' }).click();
  await isAccessible(tab, 'recovery key, revealed');
  const shown = await dialog.locator('.secret').textContent();
  const key = await copied(tab, () => dialog.getByRole('button', { name: 'Copy: Recovery key' }).click());
  assert.equal(key, shown);
  assert.ok(key.length >= 26, 'it is long enough to open a store');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await dialog.waitFor({ state: 'detached' });
  await tab.evaluate(() => navigator.clipboard.writeText(''));
  await holdsNowhere(tab, key, 'the recovery key after its dialog');

  // Seen is not kept.
  await goTo(tab, '/overview');
  await reminder(tab).waitFor();
  await goTo(tab, '/settings/store');
  await tab.getByRole('button', { name: 'It is kept' }).click();
  await tab.getByText(/^Made .*, and kept\.$/).waitFor();
  await goTo(tab, '/overview');
  await tab.getByText('Needs attention').first().waitFor();
  await reminder(tab).waitFor({ state: 'detached' });
  await goTo(tab, '/audit');
  for (const words of ['Make recovery key', 'Confirm recovery key']) {
    await tab
      .getByRole('row', { name: new RegExp(words) })
      .first()
      .waitFor();
  }
  await holdsNowhere(tab, key, 'the recovery key in the audit log');
  assert.equal(program.log.includes(key), false, 'the log of the program');
});

story('the first run offers the recovery key and a backup, and needs neither', async ({ program, page }) => {
  const tab = await page();
  await setUp(tab, program.setupLink);
  const further = tab.getByRole('navigation', { name: 'Further' });
  await further.getByRole('button', { name: 'Save the recovery key' }).click();
  const dialog = tab.getByRole('dialog', { name: 'Recovery key of the store' });
  const key = await copied(tab, () => dialog.getByRole('button', { name: 'Copy: Recovery key' }).click());
  await dialog.getByRole('button', { name: 'Done' }).click();
  await dialog.waitFor({ state: 'detached' });
  await tab.evaluate(() => navigator.clipboard.writeText(''));
  await holdsNowhere(tab, key, 'the recovery key after its dialog');
  await further.getByRole('button', { name: 'The recovery key is kept' }).click();
  await further.getByText('Recovery key kept').waitFor();
  await further.getByRole('button', { name: 'Back up now' }).click();
  await tab.getByText(/^Backed up: .*read back whole/).waitFor();
  await further.getByRole('button', { name: 'Import existing' }).click();
  await pressEsc(tab.getByRole('dialog', { name: 'Import existing keys' }));
  await further.getByRole('link', { name: 'Read the API' }).click();
  await tab.waitForURL(/#\/api\//);
  await goTo(tab, '/overview');
  await tab.getByText('Needs attention').first().waitFor();
  assert.equal(await reminder(tab).count(), 0);
});

story('a backup comes back, and what was revoked since is refused still', async ({ program, page }) => {
  const operator = await Operator.setUp(program);
  const people = await seedPeople(operator);
  const kept = await seedKey(operator, people, { name: 'kept' });
  const leaked = await seedKey(operator, people, { name: 'leaked' });
  const tab = await page();
  tab.allow('offline', 401, 503);
  await signIn(tab, owner, '/settings/backup');
  await tab.getByText('No backup yet').waitFor();
  await tab.getByRole('button', { name: 'Back up now' }).click();
  const backups = tab.getByRole('region', { name: 'Backups' });
  await backups.getByRole('row', { name: /By hand/ }).waitFor();

  await operator.call('POST', `/keys/${leaked.id}/revoke`, { reason: 'was in a log' });
  await seedKey(operator, people, { name: 'made-since' });
  const logins = async () => {
    const statuses = [];
    for (const { accessKey, secret } of [kept, leaked]) {
      statuses.push((await loginWithKey(program.base, accessKey, secret)).status);
    }
    return statuses.join(' ');
  };
  assert.equal(await logins(), '201 401');

  await backups.getByRole('button', { name: /^Restore the backup of/ }).click();
  const dialog = tab.getByRole('dialog', { name: 'Restore a backup?' });
  const ended = dialog.getByRole('region', { name: '1 thing was ended since, and is ended again' });
  await ended.getByText('Key leaked: revoked').waitFor();
  const lost = dialog.getByRole('region', { name: '1 thing was made since, and is gone afterwards' });
  await lost.getByText('Key made-since').waitFor();
  const restore = dialog.getByRole('button', { name: 'Restore backup' });
  assert.equal(await restore.isDisabled(), true, 'not before the word');
  await dialog.getByLabel('Type RESTORE to confirm').fill('restore');
  assert.equal(await restore.isDisabled(), true, 'not by another word');
  await dialog.getByLabel('Type RESTORE to confirm').fill('RESTORE');
  await restore.click();
  // Sessions do not come back: whoever restores signs in again, and finds the page that was open.
  await tab.getByRole('heading', { name: 'Sign in to the portal' }).waitFor();
  await tab.getByLabel('Username').fill(owner.username);
  await tab.getByLabel('Password', { exact: true }).fill(owner.password);
  await tab.keyboard.press('Enter');
  await tab.getByText(/^A backup was restored/).waitFor();
  assert.equal(await logins(), '201 401');
  const again = await Operator.signIn(program);
  const { items } = await again.call('GET', '/keys');
  assert.deepEqual(items.map(({ name, state }) => `${name} ${state}`).sort(), [
    'kept active',
    'leaked revoked',
  ]);
  const { items: log } = await again.call('GET', '/audit?action=backup.restore');
  assert.equal(log[0]?.actor, owner.username);
});

story(
  'pairs of a CSV come in; a bad line is named and keeps none of the others',
  async ({ program, page }) => {
    await seedPeople(await Operator.setUp(program));
    const good = { accessKey: text(12), secret: text(32) };
    const other = { accessKey: text(12), secret: text(32) };
    const csv = [
      'accessKey,secret,user,account,name',
      `${good.accessKey},${good.secret},svc-billing,Acme Logistics,from-before`,
      `${text(12)},${text(32)},nobody-of-that-name,Acme Logistics,bad`,
      `${other.accessKey},${other.secret},svc-billing,Acme Logistics,from-before-too`,
    ].join('\n');
    const tab = await page();
    await signIn(tab, owner, '/keys');
    await tab.getByRole('button', { name: 'Import existing keys…' }).click();
    const dialog = tab.getByRole('dialog', { name: 'Import existing keys' });
    const asked = tab.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: 'Choose a file…' }).click();
    await (await asked).setFiles({ name: 'pairs.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await dialog.getByText('pairs.csv').waitFor();
    await dialog.getByRole('button', { name: 'Check the file' }).click();
    await dialog.getByText('1 line cannot be imported').waitFor();
    await dialog.getByText('Line 3: there is no such user').waitFor();
    await isAccessible(tab, 'import, checked');
    for (const { secret } of [good, other]) await holdsNowhere(tab, secret, 'a secret of the file');
    assert.equal((await loginWithKey(program.base, good.accessKey, good.secret)).status, 401, 'checked only');
    await dialog.getByRole('button', { name: 'Import 2 lines' }).click();
    await tab.getByText('2 keys are imported.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await dialog.waitFor({ state: 'detached' });
    await tab.getByRole('row', { name: /from-before-too/ }).waitFor();
    for (const { accessKey, secret } of [good, other]) {
      assert.equal((await loginWithKey(program.base, accessKey, secret)).status, 201);
      await holdsNowhere(tab, secret, 'a secret of the file, after the import');
      assert.equal(program.log.includes(secret), false, 'the log of the program');
    }
  },
);
