/** Stories and the runner: each has a program and a browser context of its own; as many run at once as there are lanes. */
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch, newPage } from './browser.mjs';
import { Program } from './program.mjs';
import { slower } from './wait.mjs';

const stories = [];

/** Declares a story. `run` gets {program, browser, page}: page(options) opens a watched page on the program. */
export function story(name, run, { limitMs = 180_000 } = {}) {
  stories.push({ name, run, limitMs: limitMs * slower });
}

/** Runs what matches and gives the exit code; the last line says how many passed. */
export async function runStories({ filter = '', lanes = Math.max(1, Math.min(2, cpus().length)) } = {}) {
  const wanted = stories.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()));
  const waiting = [...wanted];
  let failed = 0;
  const started = Date.now();
  let browser = launch();
  const told = async (next) => {
    const mine = browser;
    const fault = await tell(await mine, next);
    if (!fault || (await mine).isConnected()) return fault;
    // Chromium itself has died, and with it what the other lane was telling.
    console.log(`     the browser died during "${next.name}", which is told again`);
    if (browser === mine) browser = launch();
    return tell(await browser, next);
  };
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const begun = Date.now();
      const fault = await told(next);
      if (fault) failed += 1;
      console.log(
        `${fault ? 'FAIL' : 'ok  '} ${next.name} (${Date.now() - begun} ms)${fault ? `\n${fault}` : ''}`,
      );
    }
  };
  try {
    await Promise.all(Array.from({ length: lanes }, lane));
  } finally {
    await (await browser).close();
  }
  console.log(`end to end in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  console.log(`${wanted.length - failed} passed, ${failed} failed`);
  return failed === 0 && wanted.length > 0 ? 0 : 1;
}

async function tell(browser, story) {
  const programs = [];
  const fault = await tellOn(browser, programs, story);
  try {
    for (const program of programs) await program.remove();
    return fault;
  } catch (error) {
    return fault || indent(`${error.stack}`);
  }
}

async function tellOn(browser, programs, { name, run, limitMs }) {
  const pages = [];
  let program;
  let timer;
  try {
    program = await Program.start();
    programs.push(program);
    const page = async (options) => {
      const opened = await newPage(browser, program, options);
      pages.push(opened);
      return opened;
    };
    const late = new Promise((_, fail) => {
      timer = setTimeout(() => fail(new Error(`not over after ${limitMs} ms`)), limitMs);
    });
    await Promise.race([run({ program, browser, page }), late]);
    for (const opened of pages) {
      if (opened.faults.length > 0) throw new Error(opened.faults.join('\n'));
    }
    return '';
  } catch (error) {
    await picture(pages.at(-1), name);
    const log = program?.log
      ? `\n  log of the program:\n${indent(program.log.split('\n').slice(-12).join('\n'))}`
      : '';
    const faults = pages.flatMap((opened) => opened.faults);
    return (
      indent(`${error.stack ?? error}${faults.length > 0 ? `\nfaults:\n${faults.join('\n')}` : ''}`) + log
    );
  } finally {
    clearTimeout(timer);
    for (const opened of pages)
      await opened
        .context()
        .close()
        .catch(() => {});
  }
}

/** Leaves what was on the screen when a story failed. */
async function picture(page, name) {
  if (!page) return;
  const folder = fileURLToPath(new URL('../../test-results', import.meta.url));
  const file = `${name.replace(/[^a-z0-9]+/gi, '-')}.png`;
  // A picture that cannot be taken must not hide why the story failed.
  await page.screenshot({ path: join(folder, file) }).catch(() => {});
}

const indent = (text) =>
  text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
