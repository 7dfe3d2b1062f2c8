/** Users and accounts. */
import { goTo } from '../harness/steps.mjs';
import { gone } from '../harness/visitor.mjs';

export const users = [
  {
    path: '/users',
    name: 'users',
    shown: (v) => v.row('svc-billing'),
    layers: {
      'create user': (v) => v.button('Create user').click(),
      'disable user': (v) => v.rowAction('svc-labels', 'Disable…'),
    },
  },
  {
    path: '/users/svc-billing',
    name: 'user',
    shown: (v) => v.tab.getByRole('heading', { level: 1, name: 'svc-billing' }),
    layers: {
      'set password': (v) => v.button('Set password…').click(),
      'edit user': (v) => v.button('Edit').click(),
    },
    walk: async (v) => {
      await v.part('Parts of the user', 'Accounts', 'user, accounts');
      await v.tab.getByRole('checkbox', { name: /^InvoiceRead/ }).click();
      await v.button('Discard').waitFor();
      await v.visit('user, accounts with changes');
      await v.layer('add account', () => v.button('Add account').click());
      await v.part('Parts of the user', 'Keys', 'user, keys');
      await v.part('Parts of the user', 'Auth headers', 'user, auth headers');
      await v.part('Parts of the user', 'Security', 'user, security');
      await goTo(v.tab, '/users');
      await v.dialog.waitFor();
      await v.visit('user, leave with changes?');
      await v.button('Discard changes').click();
      await gone(v.tab.getByRole('dialog'));
    },
  },
];

export const accounts = [
  {
    path: '/accounts',
    name: 'accounts',
    shown: (v) => v.row('Acme Logistics'),
    layers: {
      'create account': (v) => v.button('Create account').click(),
      'remove account': (v) => v.rowAction('Partner Nord', 'Remove…'),
    },
    walk: async (v) => {
      await v.row('Acme Logistics').click();
      await v.tab.getByRole('heading', { level: 1, name: 'Acme Logistics' }).waitFor();
      await v.visit('account');
      await v.part('Parts of the account', 'Members', 'account, members');
      await v.layer('add member', () => v.button('Add member').click());
    },
  },
];
