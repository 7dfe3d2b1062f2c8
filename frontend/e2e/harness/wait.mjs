/** Waiting for what comes, as long as a busy machine takes for it. Nothing is given time that does not need it. */
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';

/** LATCHKEY_SLOW=4: pages run four times slower and the core is a way off, so that what waits for no cause fails. */
export const slower = Number(process.env.LATCHKEY_SLOW ?? 1);

/** So long nobody gives up: five times what the slowest step takes on two idle cores. */
export const patience = 30_000 * slower;

/** Reads again until that is what comes. What a page shows follows what it was told, and a look may be between the two. */
export async function comes(read, expected, what) {
  const found = await reads(read, (value) => isDeepStrictEqual(value, expected));
  assert.deepEqual(found, expected, what);
}

/** Reads again until it holds, and gives what was read. */
export async function holds(read, good, what) {
  const found = await reads(read, good);
  assert.ok(good(found), `${what}: ${found}`);
  return found;
}

async function reads(read, good) {
  const end = Date.now() + patience;
  let found = await read();
  while (!good(found) && Date.now() < end) {
    await new Promise((done) => setTimeout(done, 50));
    found = await read();
  }
  return found;
}
