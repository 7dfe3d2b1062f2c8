/** The listener, moved from a browser that comes by it, and stopped from one that does not. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Operator, owner, send } from '../harness/client.mjs';
import { freePort } from '../harness/program.mjs';
import { seedPeople, signIn } from '../harness/steps.mjs';
import { story } from '../harness/story.mjs';

story(
  'a taken port is named with who has it; the next one is taken, and the browser follows',
  async ({ program, page }) => {
    const operator = await Operator.setUp(program);
    await seedPeople(operator);
    // Kept in the store, and started without --listen: what a flag fixed is not the portal's to change.
    program.port = await freePort(0);
    await operator.call('PUT', '/listener', { address: `127.0.0.1:${program.port}` });
    program.base = `http://127.0.0.1:${program.port}`;
    await program.stop();
    await program.start({ kept: true });
    const busy = createServer().listen(0, '127.0.0.1');
    await once(busy, 'listening');
    const { port: taken } = busy.address();
    try {
      const tab = await page();
      tab.allow('offline', 409);
      await signIn(tab, owner, '/settings/listener');
      await tab.getByText(/that would cut this page off/).waitFor();
      assert.equal(await tab.getByRole('button', { name: 'Stop listener…' }).count(), 0);
      const port = tab.getByRole('textbox', { name: 'Port of the listener' });
      await port.fill(String(taken));
      await tab
        .getByText(new RegExp(`Port ${taken} on 127.0.0.1 is taken by .*node.* \\(process ${process.pid}\\)`))
        .waitFor();
      await tab.getByRole('button', { name: /^Use \d+$/ }).click();
      await tab.getByText('free', { exact: true }).waitFor();
      const next = await port.inputValue();
      await tab.getByRole('button', { name: 'Apply and reconnect' }).click();
      await tab.waitForURL(`http://127.0.0.1:${next}/portal/**`);
      await tab.getByRole('heading', { name: 'Sign in to the portal' }).waitFor();
      await assert.rejects(send(program.base, 'GET', '/livez'));
      assert.equal((await send(`http://127.0.0.1:${next}`, 'GET', '/livez')).status, 200);
    } finally {
      busy.close();
    }
  },
);

story(
  'where the portal has an address of its own the listener is stopped and started',
  async ({ program, page }) => {
    await seedPeople(await Operator.setUp(program));
    const admin = await freePort(0);
    await program.stop();
    await program.start({ args: ['--admin-listen', `127.0.0.1:${admin}`] });
    const logins = program.base;
    program.base = `http://127.0.0.1:${admin}`;
    const tab = await page();
    await signIn(tab, owner, '/settings/listener');
    await tab.getByRole('button', { name: 'Stop listener…' }).click();
    const dialog = tab.getByRole('dialog', { name: /Every login fails/ });
    await dialog.getByRole('button', { name: 'Stop listener' }).click();
    await dialog.waitFor({ state: 'detached' });
    await tab.getByRole('alert').filter({ hasText: 'the listener is stopped' }).waitFor();
    await assert.rejects(send(logins, 'GET', '/livez'));
    await tab.keyboard.press('Control+k');
    await tab.getByRole('combobox', { name: /^Search or run/ }).fill('start listener');
    await tab.keyboard.press('Enter');
    await tab
      .getByRole('alert')
      .filter({ hasText: 'the listener is stopped' })
      .waitFor({ state: 'detached' });
    assert.equal((await send(logins, 'GET', '/livez')).status, 200);
    await tab.getByRole('button', { name: 'Restart' }).click();
    await tab.getByText(/was restarted/).waitFor();
    const { items } = await (await Operator.signIn(program)).call('GET', '/audit?limit=20');
    for (const action of ['listener.restart', 'listener.start', 'listener.stop']) {
      assert.ok(
        items.some((entry) => entry.action === action && entry.actor === owner.username),
        action,
      );
    }
  },
);
