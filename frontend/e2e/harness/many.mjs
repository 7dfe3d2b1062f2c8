/** So many keys, imported as an operator would bring them from another system. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { binary } from './program.mjs';

const run = promisify(execFile);

/** The name of a key: what a search for one of them types. */
export const manyName = (at) => `import-job-${String(at).padStart(6, '0')}`;

/** Its access key and secret. */
export function manyPair(at) {
  const text = createHash('sha512').update(`key ${at}`).digest('hex');
  return { accessKey: text.slice(0, 40), secret: text.slice(40, 88) };
}

/** Imports them into the core that serves the program's folder: each with an end, as keys should have. */
export function importMany(program, count) {
  const lines = function* () {
    yield 'accessKey,secret,name,note,expires';
    for (let at = 0; at < count; at += 1) {
      const { accessKey, secret } = manyPair(at);
      yield `${accessKey},${secret},${manyName(at)},batch ${at % 97},${5 + (at % 300)}d`;
    }
  };
  return importLines(program, lines(), ['--user', 'svc-billing', '--account', 'Acme Logistics']);
}

/** So many users and as many accounts. */
export function importPeople(program, count) {
  const lines = function* () {
    for (let at = 0; at < count; at += 1) {
      yield JSON.stringify({ type: 'account', name: `Branch ${manyName(at)}` });
      yield JSON.stringify({ type: 'user', username: manyName(at) });
    }
  };
  return importLines(program, lines(), []);
}

async function importLines(program, lines, args) {
  const file = join(program.folder, 'many.txt');
  const out = createWriteStream(file, { mode: 0o600 });
  for (const line of lines) {
    if (!out.write(`${line}\n`)) await new Promise((done) => out.once('drain', done));
  }
  await new Promise((done, fail) => out.end((error) => (error ? fail(error) : done())));
  await run(binary, ['import', file, ...args, '--data', program.folder], {
    timeout: 300_000,
    maxBuffer: 1 << 24,
    env: { PATH: process.env.PATH, HOME: program.folder },
  });
}
