/** What happens, and what happened. */
import { loginWithKey, owner, verify } from '../harness/client.mjs';

export const observe = [
  {
    path: '/overview',
    name: 'overview',
    shown: (v) => v.heading('Needs attention'),
    also: (v) => v.tab.getByText('dock-scanner-2').first().waitFor(),
  },
  {
    path: '/usage',
    name: 'usage',
    shown: (v) => v.heading('By key'),
    walk: async (v) => {
      await v.button('View as table').click();
      await v.visit('usage, as a table');
    },
  },
  {
    path: '/inspector',
    name: 'inspector',
    shown: (v) => v.row('nightly-sync'),
    layers: {
      'capture bodies': (v) => v.button('Capture…').click(),
      replay: (v) => replay(v, 'Replay…'),
      'edit and replay': (v) => replay(v, 'Edit and replay…'),
    },
    walk: refusedRequest,
  },
  {
    path: '/audit',
    name: 'audit log',
    shown: (v) => v.row(owner.username),
    layers: { 'audit entry': (v) => v.row(owner.username).first().click() },
  },
];

async function replay(v, button) {
  const again = v.button(button);
  // It is still selected from the time before.
  if ((await again.count()) === 0) await v.row('nightly-sync').first().click();
  await again.click();
}

/** A refusal, and everything that is known of it. */
async function refusedRequest(v) {
  const { tab, program } = v;
  await loginWithKey(program.base, 'nobody', 'nothing-at-all-of-a-secret');
  await verify(program.base, 'nonsense');
  await tab.reload();
  const refused = tab.getByRole('row', { name: /POST \/login 401/ }).first();
  await refused.waitFor();
  await refused.click();
  await v.text('What the client was told').waitFor();
  await v.visit('inspector, why');
  for (const part of ['Request', 'Response']) {
    await tab.getByRole('tab', { name: v.say(part), exact: true }).click();
    await v.visit(`inspector, ${part}`);
  }
}
