/** Access keys and auth headers. */
import { gone } from '../harness/visitor.mjs';

export const keys = [
  {
    path: '/keys',
    name: 'access keys',
    shown: (v) => v.row('billing-batch'),
    layers: {
      key: (v) => v.row('billing-batch').click(),
      'key, paused': (v) => v.row('legacy-soap-bridge').click(),
      'key, revoked': (v) => v.row('old-mobile-app').click(),
      'key, usage': (v) => tabOf(v, 'Usage'),
      'key, activity': (v) => tabOf(v, 'Activity'),
      'key, try': (v) => tabOf(v, 'Try'),
    },
    menus: { 'row menu': (v) => v.button('Actions for {{name}}', { name: 'billing-batch' }) },
    walk: createKey,
  },
  {
    path: '/keys?q=no-such-thing',
    name: 'access keys, nothing found',
    shown: (v) => v.button('Clear filters'),
  },
];

/** What is done to one: a group of its own, since each dialog is looked at in every way. */
export const acts = [
  {
    path: '/keys',
    name: 'what is done to keys',
    picture: false,
    shown: (v) => v.row('billing-batch'),
    layers: {
      'rotate key': (v) => v.rowAction('billing-batch', 'Rotate…'),
      'renew key': (v) => v.rowAction('billing-batch', 'Renew…'),
      'extend key': (v) => v.rowAction('billing-batch', 'Extend…'),
      'edit key': (v) => v.rowAction('billing-batch', 'Edit…'),
      'pause key': (v) => v.rowAction('billing-batch', 'Pause…'),
      'revoke key': (v) => v.rowAction('billing-batch', 'Revoke…'),
      'import keys': importKeys,
    },
  },
];

async function tabOf(v, name) {
  await v.row('billing-batch').click();
  await v.dialog.waitFor();
  await v.dialog.getByRole('link', { name: v.say(name), exact: true }).click();
}

/** With a file that was checked, one of its lines bad. */
async function importKeys(v) {
  const { tab } = v;
  await v.button('Export').click();
  await tab.getByRole('menuitem', { name: v.say('Import existing keys…') }).click();
  const asked = tab.waitForEvent('filechooser');
  await v.button('Choose a file…').click();
  const pairs = [`old-system,${'9f3c71aa0b'.repeat(4)},svc-billing`, 'a,b,nobody'].map(
    (line) => `${line},Acme Logistics,name`,
  );
  const buffer = Buffer.from(['accessKey,secret,user,account,name', ...pairs].join('\n'));
  await (await asked).setFiles({ name: 'pairs.csv', mimeType: 'text/csv', buffer });
  await v.button('Check the file').click();
  await v.dialog.getByRole('table').waitFor();
}

async function createKey(v) {
  const { tab, visit } = v;
  await v.button('Create key').click();
  await v.dialog.waitFor();
  await visit('create key');
  await v.button('Create key', {}, v.dialog).click();
  await v.text('Enter a name.').waitFor();
  await v.button('More options', {}, v.dialog).click();
  await visit('create key, more options and faults');
  await v.field('Name', v.dialog).fill('tour-key');
  await v.pick('User', 'svc-billing');
  await visit('create key, filled');
  await v.button('Create key', {}, v.dialog).click();
  await v.button('Get a token').click();
  await tab.getByText('201 Created').waitFor();
  await visit('secret, proven');
  await tab.keyboard.press('Escape');
  await v.button('Close without copying').waitFor();
  await visit('secret, close?');
  await v.button('Close without copying').click();
  await gone(tab.getByRole('dialog'));
}

export const headers = [
  {
    path: '/auth-headers',
    name: 'auth headers',
    shown: (v) => v.row('grafana'),
    layers: {
      'auth header': (v) => v.row('grafana').click(),
      'delete auth header': (v) => v.rowAction('grafana', 'Delete…'),
    },
    walk: createHeader,
  },
];

async function createHeader(v) {
  await v.button('Create auth header').click();
  await v.dialog.waitFor();
  await v.visit('create auth header');
  await v.field('Name', v.dialog).fill('tour-header');
  await v.pick('User', 'svc-billing');
  await v.button('Create auth header', {}, v.dialog).click();
  await v.button('Done').waitFor();
  await v.visit('auth header, shown once');
  await v.tab.keyboard.press('Escape');
  await v.button('Close without copying').click();
  await gone(v.tab.getByRole('dialog'));
}
