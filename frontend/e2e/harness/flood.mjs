/** Many requests a second against the Inspector, and how the page bears it. */
import { Agent, request } from 'node:http';
import { Operator, owner } from './client.mjs';
import { seedKey, seedPeople, signIn } from './steps.mjs';

/** Gives how many requests there were, the longest gap between two frames, and how much the page grew. */
export async function flood({ program, page, seconds, rate }) {
  const operator = await Operator.setUp(program);
  const key = await seedKey(operator, await seedPeople(operator), { name: 'flood' });
  const tab = await page();
  await signIn(tab, owner, '/inspector');
  await tab.getByText('No requests yet').waitFor();
  const devtools = await tab.context().newCDPSession(tab);
  const heap = async () => {
    await devtools.send('HeapProfiler.collectGarbage');
    return (await devtools.send('Runtime.getHeapUsage')).usedSize;
  };
  // The page fills its list first, so that what is counted is growth and not that.
  await fire(program.base, key, { seconds: 1, rate });
  const before = await heap();
  await tab.evaluate(() => {
    const gaps = { worst: 0, frames: 0, over50: 0 };
    let last = performance.now();
    const look = (now) => {
      const gap = now - last;
      last = now;
      gaps.frames += 1;
      gaps.worst = Math.max(gaps.worst, gap);
      if (gap > 50) gaps.over50 += 1;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    Reflect.set(window, 'frameGaps', gaps);
  });
  const fired = await fire(program.base, key, { seconds, rate });
  await tab.waitForTimeout(300);
  const gaps = await tab.evaluate(() => Reflect.get(window, 'frameGaps'));
  const after = await heap();
  return {
    requests: fired.answered,
    perSecond: Math.round(fired.answered / seconds),
    frames: gaps.frames,
    framesOver50ms: gaps.over50,
    worstFrameMs: Math.round(gaps.worst),
    grownMB: Math.max(0, Math.round((after - before) / 1048576)),
    shown: await tab.locator('.foot').first().textContent(),
  };
}

/** Logins over a few connections, as evenly as a timer allows, for that long. */
async function fire(base, { accessKey, secret }, { seconds, rate }) {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const good = JSON.stringify({ accessKey, secret });
  const bad = JSON.stringify({ accessKey, secret: 'not-the-secret-not-the-secret' });
  let asked = 0;
  let answered = 0;
  let open = 0;
  const one = () =>
    new Promise((done) => {
      const body = asked % 10 === 9 ? bad : good;
      asked += 1;
      open += 1;
      const call = request(`${base}/login`, {
        method: 'POST',
        agent,
        headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) },
      });
      const over = () => {
        open -= 1;
        done();
      };
      call.on('response', (response) => {
        answered += 1;
        response.resume();
        response.on('end', over);
      });
      call.on('error', over);
      call.end(body);
    });
  const started = performance.now();
  const until = started + seconds * 1000;
  const waiting = new Set();
  while (performance.now() < until) {
    const due = ((performance.now() - started) / 1000) * rate;
    while (asked < due && open < 64) {
      const each = one();
      waiting.add(each);
      void each.then(() => waiting.delete(each));
    }
    await new Promise((done) => setTimeout(done, 5));
  }
  await Promise.all(waiting);
  agent.destroy();
  return { answered };
}
