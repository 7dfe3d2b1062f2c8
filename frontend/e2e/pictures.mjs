/**
 * Every page of the table in places/, in both themes, at 1280 x 800, 760 x 520 and 380 x 260: `npm run pictures [part of a name] [language]`.
 * They are left in test-results/pages, to be looked at before a page is called done.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { desk, launch, newPage, reflowed, smallest } from './harness/browser.mjs';
import { owner } from './harness/client.mjs';
import { Program } from './harness/program.mjs';
import { filled } from './harness/sample.mjs';
import { signIn } from './harness/steps.mjs';
import { Visitor } from './harness/visitor.mjs';
import { wordsOf } from './harness/words.mjs';
import { arrive, groups } from './places/index.mjs';

const [wanted = '', language = 'en'] = process.argv.slice(2);
const folder = fileURLToPath(new URL('../test-results/pages', import.meta.url));
await mkdir(folder, { recursive: true });
const places = Object.values(groups)
  .flat()
  .filter(({ picture, name }) => picture !== false && name.includes(wanted));
const say = await wordsOf(language);
const browser = await launch();
const program = await Program.start();
try {
  await filled(program);
  for (const theme of ['light', 'dark']) {
    const tab = await newPage(browser, program, { theme, language });
    await signIn(tab, owner, '', say);
    const v = new Visitor({ program, tab, say, visit: async () => {} });
    for (const place of places) {
      for (const viewport of [desk, smallest, reflowed]) {
        await tab.setViewportSize(viewport);
        await arrive(v, place);
        await tab.mouse.move(0, 0);
        await tab.evaluate(() => document.fonts.ready.then(() => undefined));
        await tab.waitForTimeout(250);
        const name = place.name.replace(/[^a-z0-9]+/g, '-');
        await tab.screenshot({ path: join(folder, `${name}-${language}-${viewport.width}-${theme}.png`) });
      }
    }
    await tab.context().close();
  }
} finally {
  await browser.close();
  await program.remove();
}
console.log(`${places.length * 6} pictures are in ${folder}`);
