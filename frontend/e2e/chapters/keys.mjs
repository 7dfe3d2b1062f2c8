/** Access keys and auth headers in every state, with all their layers; then the core is lost. */
import { owner } from '../harness/client.mjs';
import { filled } from '../harness/sample.mjs';
import { signIn } from '../harness/steps.mjs';
import { gone } from '../harness/visitor.mjs';

export async function keys(v) {
  const { tab, visit } = v;
  await filled(v.program);
  await signIn(tab, owner, '', v.say);
  await tab.getByText('billing-batch').first().waitFor();
  await visit('access keys');
  await v.menu('theme menu', v.button('Theme'));
  await v.menu('user menu', v.button('Signed in as {{name}}', { name: owner.username }));
  await v.menu('row menu', v.button('Actions for {{name}}', { name: 'billing-batch' }));
  await v.layer('keyboard shortcuts', () => tab.keyboard.press('?'));
  await tab.getByPlaceholder(v.say('Name, id, user, note…')).fill('no-such-thing');
  await v.button('Clear filters').waitFor();
  await visit('access keys, nothing found');
  await v.button('Clear filters').click();
  await tab.getByText('billing-batch').first().waitFor();

  await v.button('Create key').click();
  await v.dialog.waitFor();
  await visit('create key');
  await v.button('Create key', {}, v.dialog).click();
  await v.text('Enter a name.').waitFor();
  await v.button('More options', {}, v.dialog).click();
  await visit('create key, more options and faults');
  await v.field('Name', v.dialog).fill('tour-key');
  await v.pick('User', 'svc-billing');
  await visit('create key, filled');
  await v.button('Create key', {}, v.dialog).click();
  await v.button('Get a token').click();
  await tab.getByText('201 Created').waitFor();
  await visit('secret, proven');
  await tab.keyboard.press('Escape');
  await v.button('Close without copying').waitFor();
  await visit('secret, close?');
  await v.button('Close without copying').click();
  await gone(tab.getByRole('dialog'));

  await v.layer('key', () => v.row('billing-batch').click());
  await v.layer('key, paused', () => v.row('legacy-soap-bridge').click());
  await v.layer('key, revoked', () => v.row('old-mobile-app').click());
  await v.layer('edit key', () => v.rowAction('billing-batch', 'Edit…'));
  await v.layer('pause key', () => v.rowAction('billing-batch', 'Pause…'));
  await v.layer('revoke key', () => v.rowAction('billing-batch', 'Revoke…'));

  await tab.getByRole('link', { name: v.say('Auth headers') }).click();
  await tab.getByText('grafana').first().waitFor();
  await visit('auth headers');
  await v.button('Create auth header').click();
  await v.dialog.waitFor();
  await visit('create auth header');
  await v.field('Name', v.dialog).fill('tour-header');
  await v.pick('User', 'svc-billing');
  await v.button('Create auth header', {}, v.dialog).click();
  await v.button('Done').waitFor();
  await visit('auth header, shown once');
  await tab.keyboard.press('Escape');
  await v.button('Close without copying').click();
  await gone(tab.getByRole('dialog'));
  await v.layer('auth header', () => v.row('grafana').click());
  await v.layer('delete auth header', () => v.rowAction('grafana', 'Delete…'));

  await tab.goto('/portal/#/keys');
  await tab.getByText('billing-batch').first().waitFor();
  tab.allow('offline');
  await v.program.kill();
  await tab.getByRole('alert').waitFor({ timeout: 15_000 });
  await visit('core lost');
}
