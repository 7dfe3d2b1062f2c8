/** Many requests a second against the Inspector, and how the page bears it. */
import { Operator, owner } from './client.mjs';
import { frameGaps, heapOf, scriptClock, slowness } from './measure.mjs';
import { pour } from './pour.mjs';
import { seedKey, seedPeople, signIn } from './steps.mjs';

/**
 * Gives how many requests there were, the gaps between frames, what they cost the page, and how much it grew; and how slow
 * the machine was at that. What does not hold is measured again, twice at most: others on the machine only add to it.
 */
export async function flood({ program, page, seconds, rate, hold = () => true }) {
  const operator = await Operator.setUp(program);
  const key = await seedKey(operator, await seedPeople(operator), { name: 'flood' });
  const tab = await page();
  await signIn(tab, owner, '/inspector');
  await tab.getByText('No requests yet').waitFor();
  const heap = await heapOf(tab);
  const clock = await scriptClock(tab);
  // The page fills its list first, so that what is counted is growth and not that.
  await pour(program, key, { seconds: 1, rate });
  for (let left = 2; ; left -= 1) {
    const measured = await pourAndWatch({ program, key, tab, heap, clock, seconds, rate });
    if (left === 0 || hold(measured)) return measured;
  }
}

async function pourAndWatch({ program, key, tab, heap, clock, seconds, rate }) {
  const [before, scriptBefore] = [await heap(), await clock()];
  const gaps = await frameGaps(tab);
  const poured = await pour(program, key, { seconds, rate });
  const frames = await gaps();
  const script = (await clock()) - scriptBefore;
  const numbers = {
    requests: poured.answered,
    perSecond: poured.perSecond,
    ...frames,
    scriptMsPerSecond: Math.round(script / seconds),
    grownMB: Math.max(0, Math.round(((await heap()) - before) / 104857.6) / 10),
    generatorCpu: Math.round(100 * poured.cpu) / 100,
    shown: await tab.locator('.foot').first().textContent(),
  };
  return { numbers, slower: await slowness(tab) };
}
