/** What a page costs: CPU time of its own thread, which the neighbours on the machine do not change, and times on the wall. */

/** The thread time that scripts have taken so far, in ms. Started before the page is opened it counts the load, too. */
export async function scriptClock(tab) {
  const session = await tab.context().newCDPSession(tab);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * metrics.find(({ name }) => name === 'ScriptDuration').value;
  };
}

/** Scrolls the list by so many rows a frame and gives the script time a frame. */
export async function scrollCost(tab, { frames, rows = 50, rowHeight = 40 }) {
  const clock = await scriptClock(tab);
  const before = await clock();
  const moved = await tab.evaluate(
    ({ frames: count, step }) =>
      new Promise((done) => {
        const list = document.querySelector('.gridwrap');
        const from = list.scrollTop;
        let left = count;
        const frame = () => {
          if (left-- === 0) return done(list.scrollTop - from);
          list.scrollTop += step;
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    { frames, step: rows * rowHeight },
  );
  return { ms: ((await clock()) - before) / frames, moved };
}

/** Types a text at that pace and waits until a row with it is the first; ms from the last stroke, and what the field holds. */
export async function searchTime(tab, { text, row, perSecond = 15 }) {
  const field = tab.getByRole('searchbox').first();
  await field.click();
  await tab.evaluate(
    ({ wanted }) => {
      const seen = { last: 0, shown: 0 };
      Reflect.set(window, 'searchSeen', seen);
      addEventListener('keydown', () => Object.assign(seen, { last: performance.now(), shown: 0 }), true);
      const look = () => {
        const first = document.querySelector('.gridwrap tbody tr[data-index="0"]');
        const only = document.querySelector('.gridwrap tbody tr[data-index="1"]') === null;
        if (seen.last > 0 && seen.shown === 0 && only && first?.textContent.includes(wanted)) {
          seen.shown = performance.now();
        }
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    },
    { wanted: row },
  );
  await field.pressSequentially(text, { delay: 1000 / perSecond });
  await tab.waitForFunction(() => Reflect.get(window, 'searchSeen').shown > 0);
  const { last, shown } = await tab.evaluate(() => Reflect.get(window, 'searchSeen'));
  return { ms: shown - last, held: await field.inputValue() };
}
