import common from './words.en';

/**
 * One namespace a feature. A feature's texts stand in its own folder, NAME.en.ts, and are listed here; they come with
 * the pages that name them in the router, and are no part of a first visit.
 */
export const features = {
  accounts: () => import('../features/accounts/accounts.en'),
  api: () => import('../features/api/api.en'),
  audit: () => import('../features/audit/audit.en'),
  authheaders: () => import('../features/authheaders/authheaders.en'),
  entry: () => import('../features/entry/entry.en'),
  inspector: () => import('../features/inspector/inspector.en'),
  keys: () => import('../features/keys/keys.en'),
  me: () => import('../features/me/me.en'),
  overview: () => import('../features/overview/overview.en'),
  people: () => import('../features/people/people.en'),
  settings: () => import('../features/settings/settings.en'),
  token: () => import('../features/token/token.en'),
  usage: () => import('../features/usage/usage.en'),
  users: () => import('../features/users/users.en'),
  vault: () => import('../features/vault/vault.en'),
  window: () => import('../features/window/window.en'),
};

export { common };

export type Feature = keyof typeof features;

export type Texts = { common: typeof common } & {
  [Name in Feature]: Awaited<ReturnType<(typeof features)[Name]>>['default'];
};
