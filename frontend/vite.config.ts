import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { firstFont, firstFrame } from './firstFrame';
import { slowModules } from './slowModules';
import { swaggerFiles } from './swaggerFiles';
import { thirdParty } from './thirdParty';

// In development the core answers everything that is no file of the portal.
const core = process.env.LATCHKEY_URL ?? 'http://127.0.0.1:8417';
const paths = ['/api', '/login', '/auth', '/user', '/authheader', '/verify', '/apikeys', '/openapi'];
const proxy = Object.fromEntries(
  paths.map((path) => [
    path,
    {
      target: core,
      changeOrigin: true,
      // The core refuses foreign origins, and Vite's own port is one.
      configure: (server: {
        on(event: 'proxyReq', f: (r: { removeHeader(n: string): void }) => void): void;
      }) => server.on('proxyReq', (request) => request.removeHeader('origin')),
    },
  ]),
);

export default defineConfig({
  base: './',
  // In development alone: the build of the docs brings them (vite.docs.config.ts).
  plugins: [
    process.env.LATCHKEY_SLOW ? slowModules() : null,
    react(),
    firstFrame(),
    firstFont(),
    thirdParty(),
    { ...swaggerFiles(), apply: 'serve' },
  ],
  server: { proxy },
  build: {
    target: ['safari16.4', 'chrome111'],
    // A font as a data: URL would break font-src 'self'.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    // Few files: a browser asks for six at a time, and a hundred small ones cost the first paint its half second.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'first', tags: ['$initial'], priority: 2 },
            { name: 'icons', test: /lucide-react/, priority: 1 },
            { name: 'shared', minShareCount: 3, maxSize: 120_000 },
          ],
        },
      },
    },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['./src/test/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    css: false,
    maxWorkers: 2,
    // The files of a worker share its modules: setup.ts leaves nothing of one behind for the next.
    isolate: false,
    pool: 'threads',
    restoreMocks: true,
    unstubGlobals: true,
    // Typing through a whole form takes its time on a machine that does other things.
    testTimeout: 180_000,
  },
});
