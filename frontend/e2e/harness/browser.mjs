/** Debian's Chromium, and pages that watch themselves: what a page must never do is collected while a story runs. */
import { chromium } from 'playwright-core';
import { holds, patience, slower } from './wait.mjs';

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export const desk = { width: 1280, height: 800 };
export const smallest = { width: 760, height: 520 };
/** 200 % of the smallest desk a portal is read on: what the browser's own zoom leaves of 1280 x 800. */
export const zoomed = { width: 640, height: 400 };
/** And of the smallest window. */
export const reflowed = { width: 380, height: 260 };

/**
 * A context of its own for one program: theme of the system and language set before the first script, and a clipboard
 * that no other story can reach. `clipboard: 'system'` takes the machine's, which all contexts of a browser share.
 * @returns a page with `faults`, the list of what it did wrong so far, and `allow`, which lets refusals pass: Chromium
 * writes every 4xx of a fetch to the console, and what does not arrive while a core is stopped ('offline').
 */
export async function newPage(
  browser,
  program,
  { theme = 'light', language = 'en', viewport = desk, scale = 1, clipboard = 'own' } = {},
) {
  const context = await browser.newContext({
    baseURL: program.base,
    viewport,
    deviceScaleFactor: scale,
    colorScheme: theme,
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(patience);
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: program.base });
  if (clipboard === 'own') await ownClipboard(context);
  await context.addInitScript((wanted) => {
    localStorage.setItem('latchkey.language', wanted);
    addEventListener('securitypolicyviolation', (event) => {
      console.error(`CSP refused ${event.violatedDirective}: ${event.blockedURI}`);
    });
  }, language);
  const page = await context.newPage();
  if (slower > 1) await slowDown(page);
  const faults = [];
  const allowed = [];
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    const text = message.text();
    if (!allowed.some((pattern) => pattern.test(text))) faults.push(`console: ${text}`);
  });
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  page.on('crash', () => faults.push('the page crashed'));
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http') && !['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) {
      faults.push(`request to ${hostname}`);
    }
  });
  page.faults = faults;
  page.allow = (...statuses) => {
    for (const status of statuses) {
      allowed.push(
        status === 'offline'
          ? /net::ERR_(CONNECTION_\w+|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED|INCOMPLETE_CHUNKED_ENCODING|CONTENT_LENGTH_MISMATCH)/
          : new RegExp(`the server responded with a status of ${status} `),
      );
    }
  };
  return page;
}

async function slowDown(page) {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: slower });
  const anyRate = { downloadThroughput: -1, uploadThroughput: -1 };
  await devTools.send('Network.enable');
  await devTools.send('Network.emulateNetworkConditions', { offline: false, latency: 60, ...anyRate });
}

/** What was copied in a context, in this order. */
const copies = new WeakMap();

/** Copying and reading go to texts of the context's own, as if each story had a machine for itself. */
async function ownClipboard(context) {
  const kept = [''];
  copies.set(context, kept);
  await context.exposeBinding('keptClipboard', (_, text) => {
    if (typeof text === 'string') kept.push(text);
    return kept.at(-1);
  });
  await context.addInitScript(() => {
    const keep = Reflect.get(window, 'keptClipboard');
    Clipboard.prototype.writeText = async (text) => void (await keep(String(text)));
    Clipboard.prototype.readText = () => keep();
  });
}

/** Does what copies something, waits for that, and gives it. */
export async function copied(page, act) {
  const kept = copies.get(page.context());
  const before = kept.length;
  await act();
  await holds(
    () => kept.length,
    (count) => count > before,
    'nothing new was copied',
  );
  return kept.at(-1);
}
