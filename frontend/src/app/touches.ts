/** What somebody does who is there. A page that scrolls by itself fires none of these. */
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/** How often somebody who is there is reported, at most; the last sign of them always is. */
const mostOften = 15_000;

interface Watch {
  /** In milliseconds: nobody is there who gave no sign for so long. */
  after: number;
  report: () => void;
  /** Once; nothing is watched from then on. */
  onLeft: () => void;
}

/**
 * Watches for signs of somebody before the page, until what it gives is called. It goes by the clock on the wall: a
 * computer that slept was left alone meanwhile, and its first touch is not a sign but the end.
 */
export function watchTouches({ after, report, onLeft }: Watch): () => void {
  const quiet = Math.min(mostOften, after / 4);
  let last = Date.now();
  let reported = last;
  let looking: ReturnType<typeof setTimeout>;
  let reporting: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    clearTimeout(looking);
    clearTimeout(reporting);
    for (const sign of signs) window.removeEventListener(sign, touched, true);
  };
  const left = () => Date.now() - last >= after;
  const leave = () => {
    stop();
    onLeft();
  };
  const tell = () => {
    reporting = undefined;
    reported = Date.now();
    report();
  };
  function touched() {
    if (left()) return leave();
    last = Date.now();
    if (reporting !== undefined) return;
    const due = reported + quiet - last;
    if (due <= 0) tell();
    else reporting = setTimeout(tell, due);
  }
  const look = () => {
    if (left()) return leave();
    looking = setTimeout(look, last + after - Date.now());
  };
  for (const sign of signs) window.addEventListener(sign, touched, { capture: true, passive: true });
  look();
  return stop;
}
