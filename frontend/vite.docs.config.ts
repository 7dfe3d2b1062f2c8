import { defineConfig } from 'vite';
import { swaggerFiles } from './swaggerFiles';

// The reference at /docs: a page of its own beside the portal, since it is there where the portal is not.
export default defineConfig({
  root: 'docs',
  base: './',
  publicDir: false,
  plugins: [swaggerFiles()],
  build: {
    outDir: '../dist/docs',
    emptyOutDir: true,
    target: ['safari16.4', 'chrome111'],
    assetsInlineLimit: 0,
  },
});
