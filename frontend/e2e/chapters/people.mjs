/** Users, accounts, what was done, and the settings. */
import { owner } from '../harness/client.mjs';
import { filled } from '../harness/sample.mjs';
import { signIn } from '../harness/steps.mjs';

export async function people(v) {
  const { tab, visit } = v;
  const open = async (name) => {
    await tab.getByRole('link', { name: v.say(name), exact: true }).click();
    await tab.getByRole('heading', { level: 1, name: v.say(name), exact: true }).waitFor();
  };
  const part = async (of, name, place) => {
    const parts = tab.getByRole('navigation', { name: v.say(of), exact: true });
    await parts.getByRole('link', { name: v.startsWith(name) }).click();
    await visit(place);
  };
  await filled(v.program);
  await signIn(tab, owner, '', v.say);
  await tab.getByText('billing-batch').first().waitFor();

  await open('Users');
  await v.row('svc-billing').waitFor();
  await visit('users');
  await v.layer('create user', () => v.button('Create user').click());
  await v.layer('disable user', () => v.rowAction('svc-labels', 'Disable…'));
  await v.row('svc-billing').click();
  await tab.getByRole('heading', { level: 1, name: 'svc-billing' }).waitFor();
  await visit('user');
  await v.layer('set password', () => v.button('Set password…').click());
  await v.layer('edit user', () => v.button('Edit').click());
  await part('Parts of the user', 'Accounts', 'user, accounts');
  await part('Parts of the user', 'Keys', 'user, keys');
  await part('Parts of the user', 'Security', 'user, security');

  await open('Accounts');
  await v.row('Acme Logistics').waitFor();
  await visit('accounts');
  await v.layer('create account', () => v.button('Create account').click());
  await v.layer('remove account', () => v.rowAction('Partner Nord', 'Remove…'));
  await v.row('Acme Logistics').click();
  await tab.getByRole('heading', { level: 1, name: 'Acme Logistics' }).waitFor();
  await visit('account');
  await part('Parts of the account', 'Members', 'account, members');
  await v.layer('add member', () => v.button('Add member').click());

  await open('Audit log');
  await v.row(owner.username).first().waitFor();
  await visit('audit log');
  await v.layer('audit entry', () => v.row(owner.username).first().click());

  await tab.getByRole('link', { name: v.say('Settings'), exact: true }).click();
  for (const section of ['Listener', 'Signing keys', 'Appearance', 'About']) {
    await tab.getByRole('link', { name: v.say(section), exact: true }).click();
    await tab
      .getByRole('heading', { name: v.say(section), exact: true })
      .first()
      .waitFor();
    await visit(`settings, ${section}`);
  }
  await tab.getByRole('link', { name: v.say('Signing keys'), exact: true }).click();
  await v.layer('rotate signing key', () => v.button('Rotate the key of machine tokens').click());
  await v.layer('import signing key', () => v.button('Import a key for machine tokens').click());
}
