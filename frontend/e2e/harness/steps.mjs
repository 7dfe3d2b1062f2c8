/** Steps that many stories share, by the names a person reads. */
import { owner } from './client.mjs';
import { comes } from './wait.mjs';

/** Opens the portal and signs in through the form, in the words of that language. */
export async function signIn(page, { username, password } = owner, path = '', say = (text) => text) {
  await page.goto(`/portal/#${path}`);
  // Another page may have a field of that name while this one is still being loaded.
  await page.getByRole('heading', { name: say('Sign in to the portal') }).waitFor();
  await page.getByLabel(say('Username')).fill(username);
  await page.getByLabel(say('Password'), { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: say('Sign in to the portal') }).waitFor({ state: 'detached' });
}

/**
 * Goes to a page of the portal from another and waits until it is drawn. Only what is behind # changes, so the page before
 * stands there until then, and may well show what the next one is recognised by.
 */
export async function goTo(page, path) {
  await page.goto(`/portal/#${path}`);
  await settled(page);
  await comes(() => page.evaluate(isDrawn), true, `${path} is drawn`);
}

function isDrawn() {
  const state = Reflect.get(window, '__TSR_ROUTER__')?.state;
  return state?.status === 'idle' && state.resolvedLocation?.href === state.location.href;
}

/** Waits until that has the focus: a layer gives it to its first field a moment after it is drawn. */
export async function focused(locator) {
  await locator.and(locator.page().locator(':focus')).waitFor();
}

/** Closes a layer by Esc. */
export async function pressEsc(layer) {
  await layer.waitFor();
  await settled(layer.page());
  await layer.page().keyboard.press('Escape');
  await layer.waitFor({ state: 'detached' });
}

/** Lets the page take two turns. A layer that comes with an answer or another address is drawn one before it hears the keyboard. */
export const settled = (page) =>
  page.evaluate(() => new Promise((done) => setTimeout(() => setTimeout(done))));

/** Makes the first owner in the page of the setup link. */
export async function setUp(page, link, { username, password } = owner) {
  await page.goto(link);
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Make owner and sign in' }).click();
  await page.getByRole('heading', { name: /^Welcome/ }).waitFor();
}

/** Account, user and membership, ready for keys. */
export async function seedPeople(operator) {
  const account = await operator.call('POST', '/accounts', { name: 'Acme Logistics' });
  const user = await operator.call('POST', '/users', {
    username: 'svc-billing',
    password: 'sand-violet-engine-12',
  });
  await operator.call('PUT', `/accounts/${account.id}/members/${user.id}`, {
    roles: ['Partner', 'InvoiceRead'],
    permissions: ['invoice:read'],
    primary: true,
    accountAdmin: false,
  });
  return { account, user };
}

/** A key of that user, with its secret. */
export function seedKey(operator, { account, user }, spec = {}) {
  return operator.call('POST', '/keys', {
    name: 'billing-batch',
    user: user.id,
    account: account.id,
    ...spec,
  });
}

/** Counts what a person does: presses of the mouse and of keys that write something. */
export async function countActions(page) {
  await page.addInitScript(() => {
    const counts = { clicks: 0, characters: 0 };
    addEventListener('click', (event) => event.isTrusted && event.detail > 0 && counts.clicks++, true);
    addEventListener(
      'keydown',
      (event) => event.isTrusted && event.key.length === 1 && counts.characters++,
      true,
    );
    Reflect.set(window, 'actionsCounted', counts);
  });
  return {
    reset: () =>
      page.evaluate(() => Object.assign(Reflect.get(window, 'actionsCounted'), { clicks: 0, characters: 0 })),
    read: () => page.evaluate(() => Reflect.get(window, 'actionsCounted')),
  };
}
