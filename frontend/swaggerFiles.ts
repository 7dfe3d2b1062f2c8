import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const require = createRequire(import.meta.url);

/** The files of Swagger UI, as its makers built them, and what /docs shares with the portal. */
const files: Record<string, string> = {
  'swagger-ui-bundle.js': require.resolve('swagger-ui-dist/swagger-ui-bundle.js'),
  'swagger-ui.css': require.resolve('swagger-ui-dist/swagger-ui.css'),
  'scheme.js': new URL('./public/scheme.js', import.meta.url).pathname,
  'icon.svg': new URL('./public/icon.svg', import.meta.url).pathname,
};

const types: Record<string, string> = { js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };

// The last line of each names a source map that is not there.
const read = (path: string) =>
  readFileSync(path, 'utf8').replace(/\n(\/\/|\/\*)# sourceMappingURL=[^\n]*\n?$/, '\n');

/** Puts them beside the page of the docs; in development they are answered where the portal looks for them. */
export function swaggerFiles(): Plugin {
  return {
    name: 'swagger-files',
    generateBundle() {
      for (const [fileName, path] of Object.entries(files)) {
        this.emitFile({ type: 'asset', fileName, source: read(path) });
      }
    },
    configureServer(server) {
      server.middlewares.use('/docs/', (request, response, next) => {
        const name = (request.url ?? '').replace(/^\//, '').replace(/\?.*/, '');
        const path = files[name];
        if (!path) return next();
        response.setHeader('Content-Type', types[name.split('.').at(-1) ?? ''] ?? 'text/plain');
        response.end(read(path));
      });
    },
  };
}
