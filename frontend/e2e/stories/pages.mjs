/** What holds everywhere: on every route and in every layer, in both themes and in a longer language. */
import assert from 'node:assert/strict';
import { desk, smallest, zoomed } from '../harness/browser.mjs';
import { behaved, cutsNothing, fits, isAccessible } from '../harness/check.mjs';
import { story } from '../harness/story.mjs';
import { tour } from '../harness/tour.mjs';
import { wordsOf } from '../harness/words.mjs';

/** Half a minute on two idle cores; this is for busy ones. */
const limitMs = 240_000;

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

for (const theme of ['light', 'dark']) {
  story(
    `every page in ${theme} is accessible, fits the smallest window and 200 %, and asks nobody else`,
    async ({ program, page }) => {
      const tab = await page({ theme });
      const { visit, verdict } = collecting(async (place) => {
        behaved(tab, place);
        for (const viewport of [smallest, zoomed]) {
          await tab.setViewportSize(viewport);
          await fits(tab, `${place} at ${viewport.width} x ${viewport.height}`);
        }
        await tab.setViewportSize(desk);
        await isAccessible(tab, place);
      });
      await tour({ program, tab, say: await wordsOf('en'), visit });
      verdict();
    },
    { limitMs },
  );
}

story(
  'a longer language fits the smallest window',
  async ({ program, page }) => {
    const tab = await page({ language: 'pseudo', viewport: smallest });
    const { visit, verdict } = collecting(async (place) => {
      behaved(tab, place);
      await fits(tab, place);
      await cutsNothing(tab, place);
    });
    await tour({ program, tab, say: await wordsOf('pseudo'), visit });
    verdict();
  },
  { limitMs },
);
