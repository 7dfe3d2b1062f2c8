/**
 * A walk through every route and every layer of the portal, from a fresh folder. At each place the visitor is called
 * with its name. `say` gives the words of the language, so that the same walk is walked in English and in pseudo.
 */
import { loginWithKey, Operator, owner } from './client.mjs';
import { fill } from './sample.mjs';

export async function tour({ program, tab, say, visit }) {
  const button = (text, values, within = tab) =>
    within.getByRole('button', { name: say(text, values), exact: true });
  /** A button that copies or reveals one of several things: "Copy: Secret". */
  const buttonFor = (text, what) =>
    tab.getByRole('button', { name: `${say(text)}: ${say(what)}`, exact: true });
  const dialog = () => tab.getByRole('dialog').last();
  const heading = (text) => tab.getByRole('heading', { name: say(text), exact: true });
  /** By the beginning of its label: a word about it may stand behind. */
  const field = (text, within = tab) => within.getByLabel(new RegExp(`^${literally(say(text))}`));
  const gone = (locator) => locator.waitFor({ state: 'detached' });
  /** Closing an edit shows the details again that it was opened from. */
  const closed = async () => {
    const layers = tab.getByRole('dialog');
    for (let tries = 0; tries < 4 && (await layers.count()) > 0; tries += 1) {
      await tab.keyboard.press('Escape');
      await tab.waitForTimeout(120);
    }
    await gone(layers);
  };
  const menu = async (opener, place) => {
    await opener.click();
    await tab.getByRole('menu').waitFor();
    await visit(place);
    await tab.keyboard.press('Escape');
    await gone(tab.getByRole('menu'));
  };
  const rowMenu = async (name, item) => {
    await button('Actions for {{name}}', { name }).click();
    await tab.getByRole('menuitem', { name: say(item), exact: true }).click();
    await dialog().waitFor();
  };

  tab.allow(401, 400);

  // Not in the portal yet.
  await tab.goto('/portal/');
  await heading('Sign in to the portal').waitFor();
  await visit('sign-in');
  await button('Sign in').click();
  await tab.getByText(say('Enter the username.')).waitFor();
  await field('Username').fill('somebody');
  await field('Password').fill('not-the-password');
  await field('Password').press('Enter');
  await tab.getByRole('alert').waitFor();
  await visit('sign-in, refused');
  await tab.goto('/portal/#/setup');
  await heading('Make the first owner').waitFor();
  await visit('setup, without a link');
  await tab.goto(program.setupLink);
  await field('Username').waitFor();
  await visit('setup');
  await field('Username').fill(owner.username);
  await field('Password').fill('password12');
  await visit('setup, weak password');
  await field('Password').fill(owner.password);
  await button('Make owner and sign in').click();
  await button('Create key').waitFor();

  // First run, and the pages while there is nothing on them.
  await visit('first run');
  await button('Skip').click();
  await heading('Access keys').waitFor();
  await heading('No access keys yet').waitFor();
  await visit('access keys, none yet');
  await tab.goto('/portal/#/auth-headers');
  await heading('Auth headers').waitFor();
  await tab.getByRole('heading', { level: 2 }).first().waitFor();
  await visit('auth headers, none yet');
  await tab.goto('/portal/#/first-run');
  await button('Create key').click();
  await buttonFor('Copy', 'Secret').waitFor();
  await visit('first run, key made');
  await button('Get a token').click();
  await tab.getByText('201 Created').waitFor();
  await visit('first run, token');
  await tab.getByRole('tab', { name: '/auth/login' }).click();
  await button('Get a token').click();
  await tab.getByText('200 OK').waitFor();
  await tab.getByText(say('The rest of the answer')).click();
  await visit('first run, profile');
  await tab.getByRole('tab', { name: '/user/login' }).click();
  await visit('first run, user');
  await button('Reveal signing secret').click();
  await buttonFor('Copy export', 'Signing secret').waitFor();
  await button('Check with /verify').click();
  await tab.getByLabel(say('Identity headers')).waitFor();
  await visit('first run, verified');
  await button('Go to portal').click();
  await dialog().waitFor();
  await visit('first run, leave?');
  await button('Leave without copying').click();
  await gone(dialog());

  // The list with keys in every state.
  const operator = await Operator.signIn(program);
  await fill(operator, (accessKey, secret) => loginWithKey(program.base, accessKey, secret));
  await tab.reload();
  await tab.getByText('billing-batch').first().waitFor();
  await visit('access keys');
  await menu(button('Theme'), 'theme menu');
  await menu(button('Signed in as {{name}}', { name: owner.username }), 'user menu');
  await menu(button('Actions for {{name}}', { name: 'billing-batch' }), 'row menu');
  await tab.keyboard.press('?');
  await dialog().waitFor();
  await visit('keyboard shortcuts');
  await closed();
  const search = tab.getByPlaceholder(say('Name, id, user, note…'));
  await search.fill('no-such-thing');
  await button('Clear filters').waitFor();
  await visit('access keys, nothing found');
  await button('Clear filters').click();
  await tab.getByText('billing-batch').first().waitFor();

  // The drawers and dialogs of a key.
  await button('Create key').click();
  await dialog().waitFor();
  await visit('create key');
  await button('Create key', {}, dialog()).click();
  await tab.getByText(say('Enter a name.')).waitFor();
  await button('More options', {}, dialog()).click();
  await visit('create key, more options and faults');
  await field('Name', dialog()).fill('tour-key');
  await field('User', dialog()).fill('svc-billing');
  await tab.getByRole('option', { name: /svc-billing/ }).click();
  await visit('create key, filled');
  await button('Create key', {}, dialog()).click();
  await button('Get a token').waitFor();
  await visit('secret');
  await button('Get a token').click();
  await tab.getByText('201 Created').waitFor();
  await visit('secret, proven');
  await tab.keyboard.press('Escape');
  await button('Close without copying').waitFor();
  await visit('secret, close?');
  await button('Close without copying').click();
  await gone(dialog());
  for (const [name, place] of [
    ['billing-batch', 'key'],
    ['legacy-soap-bridge', 'key, paused'],
    ['old-mobile-app', 'key, revoked'],
  ]) {
    await tab.getByRole('row', { name: new RegExp(name) }).click();
    await dialog().waitFor();
    await visit(place);
    await closed();
  }
  await rowMenu('billing-batch', 'Edit…');
  await visit('edit key');
  await closed();
  await rowMenu('billing-batch', 'Pause…');
  await visit('pause key');
  await closed();
  await rowMenu('billing-batch', 'Revoke…');
  await visit('revoke key');
  await closed();

  // Auth headers.
  await tab.getByRole('link', { name: say('Auth headers') }).click();
  await tab.getByText('grafana').first().waitFor();
  await visit('auth headers');
  await button('Create auth header').click();
  await dialog().waitFor();
  await visit('create auth header');
  await field('Name', dialog()).fill('tour-header');
  await field('User', dialog()).fill('svc-billing');
  await tab.getByRole('option', { name: /svc-billing/ }).click();
  await button('Create auth header', {}, dialog()).click();
  await button('Done').waitFor();
  await visit('auth header, shown once');
  await tab.keyboard.press('Escape');
  await button('Close without copying').click();
  await gone(dialog());
  await tab.getByRole('row', { name: /grafana/ }).click();
  await dialog().waitFor();
  await visit('auth header');
  await closed();
  await rowMenu('grafana', 'Delete…');
  await visit('delete auth header');
  await closed();

  // Nowhere, and nobody there.
  await tab.goto('/portal/#/no/such/page');
  await heading('There is no such page').waitFor();
  await visit('no such page');
  await tab.goto('/portal/#/keys');
  await tab.getByText('billing-batch').first().waitFor();
  tab.allow('offline');
  await program.kill();
  await tab.getByRole('alert').waitFor({ timeout: 12_000 });
  await visit('core lost');
}

const literally = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
