/**
 * What the portal costs with many keys: `npm run perf [keys] [rounds]`, 100,000 and 9 where nothing is said. Prints each figure beside
 * its limit and ends with 1 where one is missed. The times on the wall want a quiet machine.
 */
import { launch, newPage } from './harness/browser.mjs';
import { loginWithKey, Operator } from './harness/client.mjs';
import { Figures, median } from './harness/figures.mjs';
import { importMany, manyName, manyPair } from './harness/many.mjs';
import { firstPaint, scriptClock, scrollCost, searchTime, visitRows } from './harness/measure.mjs';
import { Program } from './harness/program.mjs';
import { seedPeople, signIn } from './harness/steps.mjs';

const count = Number(process.argv[2] ?? 100_000);
const rounds = Number(process.argv[3] ?? 9);
/** What a scroll of so many frames passes, at 50 rows a frame. */
const frames = 60;
const rows = frames * 50;

const figures = new Figures();
const program = await Program.start();
const browser = await launch();
const row = (tab, at) => tab.getByRole('row', { name: new RegExp(manyName(at)) });
try {
  const started = Date.now();
  await seedPeople(await Operator.setUp(program));
  await importMany(program, count);
  console.log(`${count} keys imported in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  for (let at = 0; at < rows; at += 2) {
    const { accessKey, secret } = manyPair(at);
    await loginWithKey(program.base, accessKey, secret);
  }
  const tab = await newPage(browser, program);
  await signIn(tab, undefined, '/keys');
  await row(tab, 0).waitFor();

  const loads = [];
  for (let round = 0; round < rounds; round += 1) {
    const fresh = await tab.context().newPage();
    const clock = await scriptClock(fresh);
    await fresh.goto('/portal/#/keys');
    await row(fresh, 0).waitFor();
    loads.push({ script: await clock(), paint: await firstPaint(fresh) });
    await fresh.close();
  }
  const script = loads.map((load) => load.script);
  figures.say('script of a load, thread time', median(script), { most: 250, unit: 'ms' });
  const paint = loads.map((load) => load.paint);
  figures.say('first contentful paint', median(paint), { most: 400, unit: 'ms' });

  for (const [what, up] of [
    ['down', false],
    ['up', true],
  ]) {
    const scrolls = [];
    for (let round = 0; round < rounds; round += 1) {
      // The rows are there when they are measured: bones cost next to nothing.
      await visitRows(tab, rows);
      const cost = await scrollCost(tab, { frames, up });
      if (cost.moved < 0.9 * rows) throw new Error(`it scrolled by ${cost.moved} rows only`);
      if (cost.filled < 0.9) throw new Error(`only ${cost.filled} of the rows it passed were there`);
      scrolls.push(cost.ms);
    }
    figures.say(`script a frame, 50 rows a frame ${what}`, median(scrolls), { most: 6, unit: 'ms' });
  }

  const searches = [];
  let lost = 0;
  for (let round = 0; round < rounds; round += 1) {
    const text = manyName(Math.floor(((round + 0.5) / rounds) * count));
    const search = await searchTime(tab, { text, row: text });
    if (search.held !== text) lost += 1;
    searches.push(search);
    await tab.getByRole('searchbox').first().fill('');
    await row(tab, 1).waitFor();
  }
  const of = (part) => median(searches.map((search) => search[part])).toFixed(0);
  figures.say('results after the last stroke, at 15 a second', median(searches.map(({ ms }) => ms)), {
    most: 150,
    unit: 'ms',
    note: `${of('toAsk')} until the core is asked, ${of('core')} until it has answered, ${of('toShow')} until it is shown; the slowest of ${rounds}: ${Math.max(...searches.map(({ ms }) => ms)).toFixed(0)}`,
  });
  figures.say('searches that lost a stroke', lost, { most: 0, digits: 0, unit: `of ${rounds}` });
} finally {
  await browser.close();
  await program.remove();
}
process.exitCode = figures.exitCode;
