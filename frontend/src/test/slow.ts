// With LATCHKEY_SLOW=1: all that comes later than what it follows comes later still, by timers, frames, React's
// scheduler, answers and modules (slowModules.ts). A test that takes one of them for granted fails in it.
const late = 80;
const quick = { setTimeout: globalThis.setTimeout, setImmediate: globalThis.setImmediate };
const slow = Boolean(process.env['LATCHKEY_SLOW']);

/** Whoever tests waits as ever: only the portal and its libraries are slowed down. */
const tests = /@testing-library|vitest|msw|@mswjs|node:|axe-core|\.test\.|\/src\/test\//;
const testAsks = () => tests.test(new Error().stack?.split('\n')[3] ?? '');

const pass = (ms: number) => new Promise<void>((done) => void quick.setTimeout(done, ms));

// The files of a worker share what is global.
if (slow && !Reflect.has(globalThis, 'slowly')) {
  Reflect.set(globalThis, 'slowly', async (module: unknown) => {
    await pass(2 * late);
    return module;
  });
  Object.assign(globalThis, {
    setTimeout: (act: () => void, ms = 0, ...rest: []) =>
      quick.setTimeout(act, ms <= 20 && !testAsks() ? ms + late : ms, ...rest),
    // React draws by it what is no answer to a press.
    setImmediate: (act: () => void) =>
      testAsks() ? quick.setImmediate(act) : quick.setTimeout(act, late / 2),
    requestAnimationFrame: (act: FrameRequestCallback) =>
      quick.setTimeout(() => act(performance.now()), late),
    cancelAnimationFrame: clearTimeout,
  });
}

/** The way to the core and back, once a test's own core stands at its end. */
export function slowAnswers(): void {
  if (!slow) return;
  const ask = globalThis.fetch;
  globalThis.fetch = async (...args) => {
    await pass(late);
    const answer = await ask(...args);
    await pass(late);
    return answer;
  };
}
