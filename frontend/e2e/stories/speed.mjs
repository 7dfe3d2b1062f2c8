/** The short form of `npm run perf`: what does not depend on how busy the machine is. */
import assert from 'node:assert/strict';
import { Operator } from '../harness/client.mjs';
import { importMany, importPeople, manyName } from '../harness/many.mjs';
import { scriptClock, scrollCost, searchTime, slowness, visitRows } from '../harness/measure.mjs';
import { goTo, seedPeople, signIn } from '../harness/steps.mjs';
import { story } from '../harness/story.mjs';

story(
  'five thousand keys scroll and are searched within their share of a frame',
  async ({ program, page }) => {
    await seedPeople(await Operator.setUp(program));
    await importMany(program, 5_000);
    const quick = ({ load, scroll, search, thread, wall }) =>
      load <= 400 * thread && scroll.ms <= 9 * thread && search <= 1_000 * wall;
    let measured = await measure(page);
    // Others on the machine only add to it.
    for (let left = 2; left > 0 && !quick(measured); left -= 1) measured = await measure(page);
    const { load, scroll, search, held, thread, wall } = measured;
    assert.ok(scroll.moved > 900, `it scrolled by ${scroll.moved} rows`);
    assert.ok(scroll.filled > 0.9, `only ${scroll.filled} of the rows it passed were there`);
    // Each row that it passed would be one, were they not used again; the gaps above and below are two.
    assert.ok(scroll.made < 60, `${scroll.made} elements were made for rows`);
    assert.equal(held, manyName(4_321), 'no stroke is lost');
    assert.ok(scroll.ms <= 9 * thread, `${scroll.ms} ms of script a frame, ${thread} times as slow`);
    assert.ok(load <= 400 * thread, `${load} ms of script until the list is there, ${thread} times as slow`);
    assert.ok(search <= 1_000 * wall, `${search} ms after the last stroke, ${wall} times as slow`);
  },
);

/** Signs in to the list of keys, reads on in it and searches, on a page of its own. */
async function measure(page) {
  const tab = await page();
  const clock = await scriptClock(tab);
  await signIn(tab, undefined, '/keys');
  await tab.getByRole('row', { name: new RegExp(manyName(0)) }).waitFor();
  // Signing in is part of it, and typing into its form.
  const load = await clock();
  await visitRows(tab, 1_000);
  const scroll = await scrollCost(tab, { frames: 20 });
  const { ms: search, held } = await searchTime(tab, { text: manyName(4_321), row: manyName(4_321) });
  console.log(
    `     load ${load.toFixed(0)} ms, ${scroll.ms.toFixed(1)} ms a frame, results ${search.toFixed(0)} ms after the last stroke`,
  );
  const slower = await slowness(tab);
  await tab.close();
  return { load, scroll, search, held, ...slower };
}

story('no list reads more of its rows than somebody looks at', async ({ program, page }) => {
  await Operator.setUp(program);
  await importPeople(program, 3_000);
  const tab = await page();
  const asked = [];
  tab.on('response', async (response) => {
    const { pathname, searchParams } = new URL(response.url());
    if (/^\/api\/v1\/(users|accounts|authheaders|keys)$/.test(pathname)) {
      asked.push({ pathname, limit: Number(searchParams.get('limit')) });
    }
  });
  await signIn(tab, undefined, '/users');
  for (const [path, last] of [
    ['users', manyName(2_999)],
    ['accounts', `Branch ${manyName(2_999)}`],
  ]) {
    await goTo(tab, `/${path}?sort=${path === 'users' ? 'username' : 'name'}`);
    await tab.getByRole('row', { name: new RegExp(manyName(0)) }).waitFor();
    const before = asked.length;
    await tab.evaluate(() => {
      const list = document.querySelector('.gridwrap');
      list.scrollTop = list.scrollHeight;
    });
    await tab.getByRole('row', { name: new RegExp(last) }).waitFor();
    const windows = asked.slice(before).filter(({ pathname }) => pathname.endsWith(path));
    assert.ok(windows.length <= 4, `${windows.length} windows of ${path} to see the last of them`);
  }
  for (const { pathname, limit } of asked) {
    assert.ok(limit > 0 && limit <= 200, `${pathname} was asked for ${limit} at once`);
  }
});
