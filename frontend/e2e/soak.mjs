/** The Inspector at 1,000 requests a second for a minute, with its figures: `npm run soak [seconds] [rate]`. */
import { launch, newPage } from './harness/browser.mjs';
import { Figures } from './harness/figures.mjs';
import { flood } from './harness/flood.mjs';
import { Program } from './harness/program.mjs';

const seconds = Number(process.argv[2] ?? 60);
const rate = Number(process.argv[3] ?? 1_000);

const figures = new Figures();
const browser = await launch();
const program = await Program.start();
try {
  const page = (options) => newPage(browser, program, options);
  const { numbers } = await flood({ program, page, seconds, rate });
  console.log(JSON.stringify(numbers));
  figures.say('requests a second', numbers.perSecond, { least: 0.98 * rate, digits: 0 });
  figures.say('longest gap between two frames', numbers.worstFrameMs, { most: 50, unit: 'ms', digits: 0 });
  figures.say('memory the page grew by', numbers.grownMB, { most: 30, unit: 'MB' });
} finally {
  await browser.close();
  await program.remove();
}
process.exitCode = figures.exitCode;
