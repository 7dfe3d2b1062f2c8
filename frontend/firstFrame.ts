import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { type Plugin, runnerImport } from 'vite';

const place = '<!-- the first frame -->';

/** Writes what is painted before any script has run into index.html, from the components that draw it afterwards. */
export function firstFrame(): Plugin {
  return {
    name: 'first-frame',
    async transformIndexHtml(html) {
      if (!html.includes(place)) throw new Error(`index.html has no "${place}"`);
      const { module } =
        await runnerImport<typeof import('./src/app/FirstFrame')>('./src/app/FirstFrame.tsx');
      return html.replace(place, renderToStaticMarkup(createElement(module.FirstFrame)));
    },
  };
}

/** Asks for the font of all texts with the page: found in the styles it would come after the first of them were drawn. */
export function firstFont(): Plugin {
  return {
    name: 'first-font',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle }) {
        const font = Object.keys(bundle ?? {}).find((file) => /inter-latin-wght-normal.*\.woff2$/.test(file));
        if (!font) throw new Error('the build has no file of the font Inter');
        const attrs = { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: '', href: `./${font}` };
        return [{ tag: 'link', attrs, injectTo: 'head' }];
      },
    },
  };
}
