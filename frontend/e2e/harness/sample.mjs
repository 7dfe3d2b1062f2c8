/** Invented people and keys in every state, made through the API as an operator would. */
import { loginWithKey, Operator } from './client.mjs';

const days = (count) => `${count}d`;

const accounts = [
  { name: 'Acme Logistics', domain: '/acme', repcode: 'AC-104', customerServiceEmail: 'help@acme.example' },
  { name: 'Partner Nord', domain: '/partners-nord', repcode: 'PN-022' },
  { name: 'Süddeutsche Verbrauchsgüter AG', domain: '/sueddeutsche', repcode: 'SV-310' },
];

const users = [
  {
    username: 'svc-billing',
    memberOf: 'Acme Logistics',
    roles: ['Partner', 'InvoiceRead'],
    permissions: ['invoice:read'],
  },
  { username: 'svc-labels', memberOf: 'Acme Logistics', roles: ['Partner', 'LabelPrint'], permissions: [] },
  { username: 'svc-partner-x', memberOf: 'Partner Nord', roles: ['Partner'], permissions: [] },
  {
    username: 'a.mueller-luedenscheidt',
    firstName: 'Anna',
    lastName: 'Müller-Lüdenscheidt',
    memberOf: 'Süddeutsche Verbrauchsgüter AG',
    roles: ['Partner', 'PartnerAdmin'],
    permissions: ['stock:read', 'stock:write'],
  },
];

const keys = [
  {
    name: 'billing-batch',
    user: 'svc-billing',
    expires: days(90),
    logins: 3,
    note: 'Vault, path kv/billing/prod',
  },
  { name: 'black-friday-burst', user: 'svc-billing', expires: days(98), notBefore: days(5) },
  { name: 'carrier-label-printing', user: 'svc-labels', expires: days(162), logins: 1 },
  { name: 'dock-scanner-2', user: 'svc-labels', expires: days(3), logins: 2 },
  { name: 'edge-cache-warmer', user: 'svc-partner-x', expires: days(9), logins: 1 },
  { name: 'legacy-soap-bridge', user: 'svc-partner-x', expires: days(31), logins: 1, after: 'pause' },
  { name: 'nightly-sync', user: 'svc-billing', expires: days(81), logins: 4 },
  { name: 'old-mobile-app', user: 'svc-labels', expires: days(39), after: 'revoke' },
  { name: 'partner-onboarding', user: 'svc-partner-x', expires: days(60), pending: true },
  {
    name: 'Rechnungsdatenübermittlungsschnittstelle Produktion',
    user: 'a.mueller-luedenscheidt',
    expires: days(203),
    logins: 1,
  },
  { name: 'reporting-readonly', user: 'a.mueller-luedenscheidt', expires: 'never', logins: 1 },
  { name: 'returns-portal', user: 'svc-partner-x', expires: '3s', logins: 1 },
];

const headers = [
  { name: 'grafana', user: 'a.mueller-luedenscheidt' },
  { name: 'ci-smoke-tests', user: 'svc-billing', expires: days(27) },
  { name: 'warehouse-display', user: 'svc-labels', expires: days(6), after: 'delete' },
];

const accountOf = (username) => users.find((user) => user.username === username).memberOf;

/** Makes the owner and fills the program. Some keys log in, so that last uses are there too. */
export async function filled(program) {
  const operator = await Operator.setUp(program);
  const login = (key) => loginWithKey(program.base, key.accessKey, key.secret);

  for (const account of accounts) await operator.call('POST', '/accounts', account);
  for (const { memberOf, roles, permissions, ...user } of users) {
    await operator.call('POST', '/users', user);
    await operator.call('PUT', `/accounts/${encodeURIComponent(memberOf)}/members/${user.username}`, {
      roles,
      permissions,
      primary: true,
      accountAdmin: false,
    });
  }
  for (const { logins = 0, after, ...spec } of keys) {
    const key = await operator.call('POST', '/keys', { ...spec, account: accountOf(spec.user) });
    for (let count = 0; count < logins; count += 1) await login(key);
    if (after === 'revoke') {
      await operator.call('POST', `/keys/${key.id}/revoke`, { reason: 'the app is no longer in the stores' });
    } else if (after) {
      await operator.call('POST', `/keys/${key.id}/${after}`);
    }
  }
  for (const { after, ...spec } of headers) {
    const header = await operator.call('POST', '/authheaders', spec);
    if (after === 'delete') await operator.call('DELETE', `/authheaders/${header.id}`);
  }
}
