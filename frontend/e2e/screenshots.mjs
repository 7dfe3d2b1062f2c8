/** Pictures of the real program with invented data for the README: `node e2e/screenshots.mjs`. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { desk, launch, newPage, smallest } from './harness/browser.mjs';
import { loginWithKey, owner } from './harness/client.mjs';
import { Program, repository } from './harness/program.mjs';
import { filled } from './harness/sample.mjs';
import { setUp, signIn } from './harness/steps.mjs';

const folder = join(repository, 'docs', 'screenshots');
/** So that the pictures show the address people will see. */
const usualPort = 8417;
/** High enough for the three steps and the whole token. */
const tall = { ...desk, height: 944 };
await mkdir(folder, { recursive: true });
const browser = await launch();

/** What somebody sees who starts it for the first time. */
async function firstRun(theme) {
  const program = await Program.start(usualPort);
  const tab = await newPage(browser, program, { theme, viewport: tall });
  try {
    await setUp(tab, program.setupLink);
    await tab.getByRole('button', { name: 'Create key' }).click();
    await tab.getByRole('button', { name: 'Copy: Secret' }).click();
    await tab.getByRole('button', { name: 'Get a token' }).click();
    await tab.getByText('201 Created').waitFor();
    await settled(tab);
    await tab.screenshot({ path: join(folder, `first-run-${theme}.png`) });
  } finally {
    await tab.context().close();
    await program.remove();
  }
}

/** The portal in daily use. */
async function daily(theme) {
  const program = await Program.start(usualPort);
  await filled(program);
  const tab = await newPage(browser, program, { theme });
  const shot = async (name) => {
    await settled(tab);
    await tab.screenshot({ path: join(folder, `${name}-${theme}.png`) });
  };
  try {
    await tab.goto('/portal/');
    await tab.getByLabel('Username').waitFor();
    await shot('sign-in');
    await signIn(tab, owner, '/keys');
    await tab.getByText('billing-batch').first().waitFor();
    // So long that the shortest-lived key of the sample has ended and the last uses are written.
    await tab.waitForTimeout(3_500);
    await tab.reload();
    await tab.getByText('Expired').first().waitFor();
    await shot('keys');
    await tab.setViewportSize(smallest);
    await shot('keys-760');
    await tab.setViewportSize(desk);

    await tab.getByRole('row', { name: /billing-batch/ }).click();
    await tab.getByRole('dialog').waitFor();
    await shot('key');
    await tab.keyboard.press('Escape');

    await tab.getByRole('button', { name: 'Create key' }).click();
    const form = tab.getByRole('dialog');
    await form.getByLabel('Name', { exact: true }).fill('invoice-export');
    await form.getByLabel('User', { exact: true }).fill('svc-billing');
    await tab.getByRole('option', { name: /svc-billing/ }).click();
    await shot('create-key');
    await form.getByRole('button', { name: 'Create key' }).click();
    const dialog = tab.getByRole('dialog', { name: /^Save the secret/ });
    await dialog.getByRole('button', { name: 'Get a token' }).click();
    await dialog.getByText('201 Created').waitFor();
    await dialog.getByRole('button', { name: 'Copy: Secret' }).click();
    await shot('reveal');
    await dialog.getByRole('button', { name: 'Done' }).click();

    await tab.getByRole('link', { name: 'Overview' }).click();
    await tab.getByRole('heading', { name: 'Needs attention' }).waitFor();
    await shot('overview');
    await loginWithKey(program.base, '4f1c92ab07d34f1c92ab07d34f1c92ab07d34f1c', 'x'.repeat(48));
    await tab.getByRole('link', { name: 'Inspector' }).click();
    await tab.getByRole('row', { name: /401/ }).first().click();
    await tab.getByText('What the client was told').waitFor();
    await shot('inspector');
    await tab.getByRole('link', { name: 'Usage' }).click();
    await tab.getByRole('heading', { name: 'By key' }).waitFor();
    await shot('usage');
    await tab.getByRole('link', { name: 'Auth headers' }).click();
    await tab.getByText('grafana').first().waitFor();
    await shot('auth-headers');
    await tab.getByRole('link', { name: 'Users' }).click();
    await tab.getByRole('row', { name: /svc-billing/ }).waitFor();
    await shot('users');
    await tab.getByRole('link', { name: 'Audit log' }).click();
    await tab
      .getByRole('row', { name: /nightly-sync/ })
      .first()
      .waitFor();
    await shot('audit-log');
    await tab.goto('/portal/#/settings/signing-keys');
    await tab.getByRole('button', { name: 'Rotate the key of machine tokens' }).waitFor();
    await shot('signing-keys');
  } finally {
    await tab.context().close();
    await program.remove();
  }
}

/** Fonts are there and nothing is in motion; no caret blinks into the picture, no pointer hovers. */
async function settled(tab) {
  await tab.mouse.move(0, 0);
  await tab.evaluate(() => document.fonts.ready.then(() => undefined));
  await tab.waitForTimeout(250);
}

try {
  for (const theme of ['light', 'dark']) {
    await firstRun(theme);
    await daily(theme);
  }
} finally {
  await browser.close();
}
console.log(`screenshots are in ${folder}`);
