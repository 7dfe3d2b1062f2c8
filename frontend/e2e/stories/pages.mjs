/** What holds everywhere: on every route and in every layer, in both themes and in a longer language. */
import assert from 'node:assert/strict';
import { desk, reflowed, smallest, zoomed } from '../harness/browser.mjs';
import { behaved, cutsNothing, fits, isAccessible } from '../harness/check.mjs';
import { owner } from '../harness/client.mjs';
import { filled } from '../harness/sample.mjs';
import { signIn } from '../harness/steps.mjs';
import { story } from '../harness/story.mjs';
import { Visitor } from '../harness/visitor.mjs';
import { wordsOf } from '../harness/words.mjs';
import { waysIn } from '../places/entry.mjs';
import { explore, groups } from '../places/index.mjs';

/** Half a minute on two idle cores; this is for busy ones. */
const limitMs = 600_000;

/** Collects what is wrong at each place, so that one run tells everything. */
function collecting(check) {
  const wrong = [];
  const visit = async (place) => {
    try {
      await check(place);
    } catch (error) {
      if (error.name !== 'AssertionError') throw error;
      wrong.push(error.message.split('\n\n')[0]);
    }
  };
  const verdict = () => assert.ok(wrong.length === 0, `\n${wrong.join('\n')}`);
  return { visit, verdict };
}

/** A tour of some places, signed in and with the sample's data in the program. */
const tourOf = (places) => async (v) => {
  await filled(v.program);
  await signIn(v.tab, owner, '', v.say);
  for (const place of places) await explore(v, place);
};

const chapters = {
  'ways in': waysIn,
  ...Object.fromEntries(Object.entries(groups).map(([name, places]) => [name, tourOf(places)])),
};

for (const [name, chapter] of Object.entries(chapters)) {
  story(
    `${name}, light: accessible, within the smallest window and 200 %, asking nobody else`,
    async ({ program, page }) => {
      const tab = await page({ theme: 'light' });
      const { visit, verdict } = collecting(async (place) => {
        behaved(tab, place);
        for (const viewport of [smallest, zoomed, reflowed]) {
          await tab.setViewportSize(viewport);
          await fits(tab, `${place} at ${viewport.width} x ${viewport.height}`);
        }
        await tab.setViewportSize(desk);
        await isAccessible(tab, place);
      });
      await chapter(new Visitor({ program, tab, say: await wordsOf('en'), visit }));
      verdict();
    },
    { limitMs },
  );

  // The same markup in other colours.
  story(
    `${name}, dark: readable`,
    async ({ program, page }) => {
      const tab = await page({ theme: 'dark' });
      const { visit, verdict } = collecting(async (place) => {
        behaved(tab, place);
        await isAccessible(tab, place, { colours: true });
      });
      await chapter(new Visitor({ program, tab, say: await wordsOf('en'), visit }));
      verdict();
    },
    { limitMs },
  );

  for (const language of ['pseudo', 'de']) {
    story(
      `${name}, in ${language === 'pseudo' ? 'a longer language' : 'German'}: within the smallest window`,
      async ({ program, page }) => {
        const tab = await page({ language, viewport: smallest });
        const { visit, verdict } = collecting(async (place) => {
          behaved(tab, place);
          await fits(tab, place);
          await cutsNothing(tab, place);
        });
        await chapter(new Visitor({ program, tab, say: await wordsOf(language), visit }));
        verdict();
      },
      { limitMs },
    );
  }
}
