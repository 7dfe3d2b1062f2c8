/**
 * What the portal costs with many keys: `npm run perf [keys]`, 100,000 where nothing is said. Prints each figure beside
 * its limit and ends with 1 where one is missed. The times on the wall want a quiet machine.
 */
import { launch, newPage } from './harness/browser.mjs';
import { Operator } from './harness/client.mjs';
import { importMany, manyName } from './harness/many.mjs';
import { scriptClock, scrollCost, searchTime } from './harness/measure.mjs';
import { Program } from './harness/program.mjs';
import { seedPeople, signIn } from './harness/steps.mjs';

const count = Number(process.argv[2] ?? 100_000);
const rounds = 5;
const median = (values) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];

let missed = 0;
function say(what, value, limit, unit) {
  const over = value > limit;
  if (over) missed += 1;
  console.log(`${over ? 'MISS' : 'ok  '} ${what}: ${value.toFixed(1)} ${unit} (at most ${limit})`);
}

const program = await Program.start();
const browser = await launch();
try {
  const started = Date.now();
  await seedPeople(await Operator.setUp(program));
  await importMany(program, count);
  console.log(`${count} keys imported in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  const tab = await newPage(browser, program);
  await signIn(tab, undefined, '/keys');
  await tab.getByRole('row', { name: new RegExp(manyName(0)) }).waitFor();

  const loads = [];
  for (let round = 0; round < rounds; round += 1) {
    const fresh = await tab.context().newPage();
    const clock = await scriptClock(fresh);
    await fresh.goto('/portal/#/keys');
    await fresh.getByRole('row', { name: new RegExp(manyName(0)) }).waitFor();
    loads.push(await clock());
    await fresh.close();
  }
  say('script of a load, thread time', median(loads), 250, 'ms');

  const scrolls = [];
  for (let round = 0; round < rounds; round += 1) {
    await tab.evaluate(() => document.querySelector('.gridwrap').scrollTo(0, 0));
    const { ms, moved } = await scrollCost(tab, { frames: 120 });
    if (moved < 0.9 * 120 * 50 * 40) throw new Error(`it scrolled by ${moved} px only`);
    scrolls.push(ms);
  }
  say('script a frame, 50 rows a frame', median(scrolls), 6, 'ms');

  const searches = [];
  let lost = 0;
  for (let round = 0; round < rounds; round += 1) {
    const text = manyName(Math.floor(((round + 0.5) / rounds) * count));
    const { ms, held } = await searchTime(tab, { text, row: text });
    if (held !== text) lost += 1;
    searches.push(ms);
    await tab.getByRole('searchbox').first().fill('');
    await tab.getByRole('row', { name: new RegExp(manyName(1)) }).waitFor();
  }
  say('results after the last stroke, at 15 a second', median(searches), 150, 'ms');
  say('searches that lost a stroke', lost, 0, 'of 5');
} finally {
  await browser.close();
  await program.remove();
}
process.exitCode = missed > 0 ? 1 : 0;
