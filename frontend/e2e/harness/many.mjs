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

/** Imports them into the core that serves the program's folder. */
export async function importMany(program, count) {
  const file = join(program.folder, 'many.csv');
  const out = createWriteStream(file, { mode: 0o600 });
  out.write('accessKey,secret,name\n');
  for (let at = 0; at < count; at += 1) {
    const hash = createHash('sha512').update(`key ${at}`);
    const text = hash.digest('hex');
    const line = `${text.slice(0, 40)},${text.slice(40, 88)},${manyName(at)}\n`;
    if (!out.write(line)) await new Promise((done) => out.once('drain', done));
  }
  await new Promise((done, fail) => out.end((error) => (error ? fail(error) : done())));
  const args = [
    'import',
    file,
    '--user',
    'svc-billing',
    '--account',
    'Acme Logistics',
    '--data',
    program.folder,
  ];
  await run(binary, args, {
    timeout: 300_000,
    maxBuffer: 1 << 24,
    env: { PATH: process.env.PATH, HOME: program.folder },
  });
}
