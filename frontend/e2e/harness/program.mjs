/** The real program on a folder of its own and a free loopback port: start it, take it away, bring it back. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { patience } from './wait.mjs';

const here = dirname(fileURLToPath(import.meta.url));

export const repository = resolve(here, '../../..');

export const binary = process.env.LATCHKEY_BIN
  ? resolve(process.env.LATCHKEY_BIN)
  : join(repository, 'bin', process.platform === 'win32' ? 'latchkey.exe' : 'latchkey');

export class Program {
  /** @type {import('node:child_process').ChildProcess | null} */
  #process = null;
  #log = '';

  /** The setup link of the last start; empty once there is an owner. */
  setupLink = '';

  constructor(folder, port) {
    this.folder = folder;
    this.port = port;
    this.base = `http://127.0.0.1:${port}`;
  }

  /** On that port where it is free, else on any. */
  static async start(port = 0) {
    for (let tries = 1; ; tries += 1) {
      const folder = await mkdtemp(join(tmpdir(), 'latchkey-e2e-'));
      const program = new Program(folder, await freePort(port).catch(() => freePort(0)));
      try {
        await program.start();
        return program;
      } catch (error) {
        await program.remove();
        // Somebody else was given the port between asking for a free one and taking it.
        if (tries === 3 || !/address already in use/.test(error.message)) throw error;
      }
    }
  }

  /**
   * Starts it, or starts it again on the same folder and port. With `kept` it listens where it was moved to; `args` are
   * further flags.
   */
  async start({ kept = false, args = [] } = {}) {
    const fresh = !existsSync(join(this.folder, 'latchkey.db'));
    const listen = kept ? [] : ['--listen', `127.0.0.1:${this.port}`];
    const child = spawn(binary, ['serve', '--data', this.folder, ...listen, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, HOME: this.folder, TZ: process.env.TZ ?? 'UTC' },
    });
    this.#process = child;
    this.setupLink = '';
    child.stderr.on('data', (chunk) => {
      this.#log = (this.#log + chunk).slice(-20_000);
    });
    await new Promise((done, fail) => {
      const timer = setTimeout(
        () => fail(new Error(`${binary} did not listen within ${patience} ms\n${this.#log}`)),
        patience,
      );
      child.once('error', fail);
      child.once('exit', (code) => fail(new Error(`${binary} ended with ${code}\n${this.#log}`)));
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line.startsWith('set up at ')) this.setupLink = line.slice('set up at '.length).trim();
        else if (!line.startsWith('listening on ')) return;
        // A new folder has no owner, so the setup line follows.
        else if (fresh) return;
        clearTimeout(timer);
        done();
      });
    });
    child.removeAllListeners('exit');
  }

  /** Ends it as an operator would. */
  async stop() {
    await this.#end('SIGTERM');
  }

  /** Ends it as a crash would. */
  async kill() {
    await this.#end('SIGKILL');
  }

  async remove() {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** What it wrote on stderr, for the report of a story that failed. */
  get log() {
    return this.#log;
  }

  async #end(signal) {
    const child = this.#process;
    this.#process = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), patience);
    const [, by] = await ended;
    clearTimeout(timer);
    if (by === 'SIGKILL' && signal !== by) throw new Error(`${signal} did not end it\n${this.#log}`);
  }
}

export async function freePort(wanted) {
  const server = createServer();
  server.listen(wanted, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
