/** The Inspector at 1,000 requests a second for a minute, with its numbers: `npm run soak [seconds] [rate]`. */
import { launch, newPage } from './harness/browser.mjs';
import { flood } from './harness/flood.mjs';
import { Program } from './harness/program.mjs';

const seconds = Number(process.argv[2] ?? 60);
const rate = Number(process.argv[3] ?? 1_000);
const most = { worstFrameMs: 50, grownMB: 30 };

const browser = await launch();
const program = await Program.start();
try {
  const page = (options) => newPage(browser, program, options);
  const numbers = await flood({ program, page, seconds, rate });
  console.log(JSON.stringify(numbers, null, 2));
  for (const [name, limit] of Object.entries(most)) {
    const kept = numbers[name] <= limit;
    console.log(`${kept ? 'ok  ' : 'OVER'} ${name}: ${numbers[name]}, at most ${limit}`);
    if (!kept) process.exitCode = 1;
  }
} finally {
  await browser.close();
  await program.remove();
}
