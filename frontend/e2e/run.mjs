/**
 * Runs the user stories against the built program: `node e2e/run.mjs [part of a name]`.
 * LATCHKEY_BIN names the program, CHROMIUM the browser. The screen of a story that failed is left in test-results/.
 */
import { existsSync } from 'node:fs';
import { binary } from './harness/program.mjs';
import { runStories } from './harness/story.mjs';
// First, because they take longest.
import './stories/pages.mjs';
import './stories/entry.mjs';
import './stories/keys.mjs';
import './stories/authheaders.mjs';
import './stories/keyboard.mjs';
import './stories/session.mjs';
import './stories/users.mjs';
import './stories/forms.mjs';
import './stories/secrets.mjs';
import './stories/settings.mjs';
import './stories/palette.mjs';
import './stories/api.mjs';
import './stories/listener.mjs';
import './stories/speed.mjs';
import './stories/observe.mjs';
import './stories/paint.mjs';
import './stories/million.mjs';
import './stories/reflow.mjs';
import './stories/vault.mjs';

if (!existsSync(binary)) {
  console.error(`there is no program at ${binary}: run "make build" first, or name one with LATCHKEY_BIN`);
  console.log('0 passed, 1 failed');
  process.exit(1);
}
process.exitCode = await runStories({ filter: process.argv[2] ?? '' });
