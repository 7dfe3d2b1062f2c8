/** Not in the portal yet, the first run, and the lists while there is nothing on them: a walk, since it goes one way only. */
import { owner } from '../harness/client.mjs';
import { goTo } from '../harness/steps.mjs';
import { gone } from '../harness/visitor.mjs';

export async function waysIn(v) {
  const { tab, visit } = v;
  tab.allow(401);
  await tab.goto('/portal/');
  await v.heading('Sign in to the portal').waitFor();
  await visit('sign-in');
  await v.field('Username').fill('somebody');
  await v.field('Password').fill('not-the-password');
  await v.field('Password').press('Enter');
  await tab.getByRole('alert').waitFor();
  await visit('sign-in, refused');
  await goTo(tab, '/setup');
  await v.heading('Make the first owner').waitFor();
  await visit('setup, without a link');
  await tab.goto(v.program.setupLink);
  await v.field('Username').waitFor();
  await visit('setup');
  await v.field('Username').fill(owner.username);
  await v.field('Password').fill('password12');
  await visit('setup, weak password');
  await v.field('Password').fill(owner.password);
  await v.button('Make owner and sign in').click();
  await v.button('Create key').waitFor();
  await visit('first run');

  await v.button('Skip').click();
  await v.heading('No access keys yet').waitFor();
  await visit('access keys, none yet');
  await goTo(tab, '/auth-headers');
  await v.heading('No auth headers yet').waitFor();
  await visit('auth headers, none yet');
  await goTo(tab, '/accounts');
  await v.heading('No accounts yet').waitFor();
  await visit('accounts, none yet');

  await goTo(tab, '/first-run');
  await v.button('Create key').click();
  await v.buttonFor('Copy', 'Secret').waitFor();
  await visit('first run, key made');
  await v.button('Get a token').click();
  await tab.getByText('201 Created').waitFor();
  await visit('first run, token');
  await tab.getByRole('tab', { name: '/auth/login' }).click();
  await v.button('Get a token').click();
  await tab.getByText('200 OK').waitFor();
  await v.text('The rest of the answer').click();
  await visit('first run, profile');
  await tab.getByRole('tab', { name: '/user/login' }).click();
  await v.button('Reveal signing secret').click();
  await v.buttonFor('Copy export', 'Signing secret').waitFor();
  await v.button('Check with /verify').click();
  await tab.getByLabel(v.say('Identity headers')).waitFor();
  await visit('first run, verified');
  await v.button('Go to portal').click();
  await v.dialog.waitFor();
  await visit('first run, leave?');
  await v.button('Leave without copying').click();
  await gone(tab.getByRole('dialog'));
  await goTo(tab, '/no/such/page');
  await v.heading('There is no such page').waitFor();
  await visit('no such page');
}
