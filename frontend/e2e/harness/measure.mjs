/** What a page costs: CPU time of its own thread, which the neighbours on the machine do not change, and times on the wall. */
import { median } from './figures.mjs';

/** The thread time that scripts have taken so far, in ms. Started before the page is opened it counts the load, too. */
export async function scriptClock(tab) {
  const session = await tab.context().newCDPSession(tab);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * metrics.find(({ name }) => name === 'ScriptDuration').value;
  };
}

/** What `piece` takes where the limits were set, in ms. */
const pieceMs = 10;

/**
 * How many times slower than that machine this one is now, and never less than 1: limits are multiplied by it, so that a
 * slow or busy machine changes nothing about what they say. `thread` is for times of the page's thread, `wall` for others.
 */
export async function slowness(tab) {
  const clock = await scriptClock(tab);
  const found = { thread: [], wall: [] };
  for (let round = 0; round < 7; round += 1) {
    const before = await clock();
    found.wall.push(await tab.evaluate(piece));
    found.thread.push((await clock()) - before);
  }
  const times = (all) => Math.max(1, median(all) / pieceMs);
  return { thread: times(found.thread), wall: times(found.wall) };
}

/** A piece of work of the kind that a page does: elements are made and filled, texts parsed and sorted. */
function piece() {
  return new Promise((done) => {
    setTimeout(() => {
      const started = performance.now();
      const table = document.createElement('table');
      const rows = [];
      for (let at = 0; at < 1_000; at += 1) {
        const row = table.insertRow();
        for (let cell = 0; cell < 6; cell += 1) row.insertCell().textContent = `${at} of ${cell}`;
        rows.push({ at, name: `row ${(at * 7_919) % 1_000}`, roles: ['Partner', 'InvoiceRead'] });
      }
      const read = JSON.parse(JSON.stringify(rows));
      read.sort((one, other) => one.name.localeCompare(other.name, 'en'));
      table.caption = table.createCaption();
      table.caption.textContent = read[0].name;
      done(performance.now() - started);
    });
  });
}

/** The memory that the page's scripts hold, in bytes, after a collection. */
export async function heapOf(tab) {
  const session = await tab.context().newCDPSession(tab);
  return async () => {
    await session.send('HeapProfiler.collectGarbage');
    return (await session.send('Runtime.getHeapUsage')).usedSize;
  };
}

/** Looks at the time between frames from now on; what it gives ends that, and says what was seen. */
export async function frameGaps(tab) {
  await tab.evaluate(() => {
    const gaps = [];
    const seen = { gaps, over: false };
    let last = performance.now();
    const look = (now) => {
      gaps.push(now - last);
      last = now;
      if (!seen.over) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    Reflect.set(window, 'framesSeen', seen);
  });
  return async () => {
    const gaps = await tab.evaluate(() => {
      const seen = Reflect.get(window, 'framesSeen');
      seen.over = true;
      return seen.gaps;
    });
    const sorted = gaps.toSorted((one, other) => one - other);
    return {
      frames: gaps.length,
      framesOver50ms: gaps.filter((gap) => gap > 50).length,
      p99FrameMs: Math.round(sorted[Math.floor(sorted.length * 0.99)] ?? 0),
      worstFrameMs: Math.round(sorted.at(-1) ?? 0),
    };
  };
}

/** Reads the list from its top down to that row, waiting wherever rows are not there yet, and goes back up. */
export async function visitRows(tab, rows, rowHeight = 40) {
  await tab.evaluate(
    async ({ to, height }) => {
      const list = document.querySelector('.gridwrap');
      const there = (at) => list.querySelector(`tr[data-index="${at}"][aria-busy="false"]`) !== null;
      for (let at = 0; at <= to; at += 100) {
        list.scrollTop = at * height;
        while (!there(at)) await new Promise((done) => setTimeout(done, 20));
      }
      list.scrollTop = 0;
      while (!there(0)) await new Promise((done) => setTimeout(done, 20));
    },
    { to: rows + 100, height: rowHeight },
  );
}

/**
 * Scrolls the list by so many rows a frame, from its top or back to it, and gives the script time a frame, how many rows
 * it moved by, which part of those that it showed were there and no bones, and how many elements it made for them.
 */
export async function scrollCost(tab, { frames, rows = 50, rowHeight = 40, up = false }) {
  await tab.evaluate(
    async ({ to }) => {
      document.querySelector('.gridwrap').scrollTop = to;
      await new Promise((done) => setTimeout(done, 400));
    },
    { to: up ? frames * rows * rowHeight : 0 },
  );
  const clock = await scriptClock(tab);
  const before = await clock();
  const seen = await tab.evaluate(
    ({ frames: count, step }) =>
      new Promise((done) => {
        const list = document.querySelector('.gridwrap');
        const from = list.scrollTop;
        let [left, shown, bones, made] = [count, 0, 0, 0];
        const watch = new MutationObserver((changes) => {
          for (const { addedNodes } of changes) made += addedNodes.length;
        });
        watch.observe(list.querySelector('tbody'), { childList: true });
        const frame = () => {
          shown += list.querySelectorAll('tr[data-index]').length;
          bones += list.querySelectorAll('tr[aria-busy="true"]').length;
          if (left-- === 0) {
            watch.disconnect();
            return done({ moved: Math.abs(list.scrollTop - from), filled: 1 - bones / shown, made });
          }
          list.scrollTop += step;
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    { frames, step: (up ? -1 : 1) * rows * rowHeight },
  );
  return { ...seen, ms: ((await clock()) - before) / frames, moved: seen.moved / rowHeight };
}

/**
 * Types a text at that pace and waits until a row with it is the only one: ms from the last stroke, where they went, and
 * what the field holds.
 */
export async function searchTime(tab, { text, row, perSecond = 15 }) {
  const field = tab.getByRole('searchbox').first();
  await field.click();
  await tab.evaluate(
    ({ wanted }) => {
      performance.clearResourceTimings();
      const seen = { last: 0, shown: 0, over: false };
      Reflect.set(window, 'searchSeen', seen);
      const stroke = () => Object.assign(seen, { last: performance.now(), shown: 0 });
      addEventListener('keydown', stroke, true);
      const look = () => {
        const first = document.querySelector('.gridwrap tbody tr[data-index="0"]');
        const only = document.querySelector('.gridwrap tbody tr[data-index="1"]') === null;
        if (seen.last > 0 && seen.shown === 0 && only && first?.textContent.includes(wanted)) {
          seen.shown = performance.now();
        }
        if (seen.over) removeEventListener('keydown', stroke, true);
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    },
    { wanted: row },
  );
  await field.pressSequentially(text, { delay: 1000 / perSecond });
  await tab.waitForFunction(() => Reflect.get(window, 'searchSeen').shown > 0);
  const times = await tab.evaluate((asked) => {
    const seen = Reflect.get(window, 'searchSeen');
    seen.over = true;
    const request = performance
      .getEntriesByType('resource')
      .findLast(({ name }) => new URL(name).searchParams.get('search') === asked);
    const { last, shown } = seen;
    const { startTime, responseEnd } = request;
    return {
      ms: shown - last,
      toAsk: startTime - last,
      core: responseEnd - startTime,
      toShow: shown - responseEnd,
    };
  }, text);
  return { ...times, held: await field.inputValue() };
}

/** When something was first painted, in ms from the beginning of the navigation. */
export function firstPaint(tab) {
  return tab.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
  );
}
