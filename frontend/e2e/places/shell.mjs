/** What stands around every page. */
import { owner } from '../harness/client.mjs';

export const shell = [
  {
    path: '/no/such/page',
    name: 'no such page',
    shown: (v) => v.heading('There is no such page'),
    picture: false,
  },
  {
    path: '/keys',
    name: 'shell',
    picture: false,
    shown: (v) => v.row('billing-batch'),
    layers: {
      'keyboard shortcuts': (v) => v.tab.keyboard.press('?'),
      palette: (v) => v.tab.keyboard.press('Control+k'),
    },
    menus: {
      'theme menu': (v) => v.button('Theme'),
      'user menu': (v) => v.button('Signed in as {{name}}', { name: owner.username }),
      'columns and density': (v) => v.button('Columns and density'),
    },
    walk: async (v) => {
      await v.tab.keyboard.press('Control+k');
      await v.dialog.getByRole('combobox').fill('billing');
      await v.tab.getByRole('option', { name: /^svc-billing/ }).waitFor();
      await v.visit('palette, found');
      await v.dialog.getByRole('combobox').fill('no-such-thing');
      await v.text('No command, key, user or account answers to that.').waitFor();
      await v.visit('palette, nothing found');
      await v.closed();
    },
  },
];

export const lost = [
  {
    path: '/keys',
    name: 'core lost',
    picture: false,
    shown: (v) => v.row('billing-batch'),
    walk: async (v) => {
      v.tab.allow('offline');
      await v.program.kill();
      await v.tab.getByRole('alert').waitFor();
      await v.visit('core lost, seen');
    },
  },
];
