import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const file = new URL('../THIRD_PARTY.txt', import.meta.url).pathname;
const name = 'licences.txt';

/** Puts the licences of third parties beside the page, which asks for them when somebody wants to see them. */
export function thirdParty(): Plugin {
  return {
    name: 'third-party',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: name, source: readFileSync(file, 'utf8') });
    },
    configureServer(server) {
      server.middlewares.use(`/${name}`, (_, response) => {
        response.setHeader('Content-Type', 'text/plain; charset=utf-8');
        response.end(readFileSync(file, 'utf8'));
      });
    },
  };
}
