/** The short form of `npm run perf`: what does not depend on how busy the machine is. */
import assert from 'node:assert/strict';
import { Operator } from '../harness/client.mjs';
import { importMany, manyName } from '../harness/many.mjs';
import { scriptClock, scrollCost, searchTime } from '../harness/measure.mjs';
import { seedPeople, signIn } from '../harness/steps.mjs';
import { story } from '../harness/story.mjs';

story(
  'five thousand keys scroll and are searched within their share of a frame',
  async ({ program, page }) => {
    await seedPeople(await Operator.setUp(program));
    await importMany(program, 5_000);
    const tab = await page();
    const clock = await scriptClock(tab);
    await signIn(tab, undefined, '/keys');
    await tab.getByRole('row', { name: new RegExp(manyName(0)) }).waitFor();
    // Signing in is part of it, and typing into its form.
    const load = await clock();
    const { ms: frame, moved } = await scrollCost(tab, { frames: 60 });
    assert.ok(moved > 0.9 * 60 * 50 * 40, `it scrolled by ${moved} px`);
    const { ms: search, held } = await searchTime(tab, { text: manyName(4_321), row: manyName(4_321) });
    console.log(
      `     load ${load.toFixed(0)} ms, ${frame.toFixed(1)} ms a frame, results ${search.toFixed(0)} ms after the last stroke`,
    );
    assert.equal(held, manyName(4_321), 'no stroke is lost');
    assert.ok(frame <= 6, `${frame} ms of script a frame`);
    assert.ok(load <= 400, `${load} ms of script until the list is there`);
  },
);
