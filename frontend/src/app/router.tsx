import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { onSignedOut } from '../api/client';
import { queryClient } from '../api/queries';
import { clearSession, sessionValue } from '../api/session';
import { offerFirstRun, requireOperator } from './guards';
import { NotFound, RouteError } from './RouteError';
import { Shell } from './Shell';
import { parsePlainSearch, printPlainSearch, words } from './search';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>) => words(search, 'return', 'reason'),
  component: lazyRouteComponent(() => import('../features/entry/SignInPage'), 'SignInPage'),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: (search: Record<string, unknown>) => words(search, 't'),
  component: lazyRouteComponent(() => import('../features/entry/SetupPage'), 'SetupPage'),
});

const firstRun = createRoute({
  getParentRoute: () => root,
  path: '/first-run',
  beforeLoad: requireOperator,
  component: lazyRouteComponent(() => import('../features/entry/FirstRunPage'), 'FirstRunPage'),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async (context) => {
    await requireOperator(context);
    await offerFirstRun();
  },
  component: Shell,
});

const start = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/overview', replace: true });
  },
});

const overview = createRoute({
  getParentRoute: () => shell,
  path: '/overview',
  component: lazyRouteComponent(() => import('../features/overview/OverviewPage'), 'OverviewPage'),
});

const inspector = createRoute({
  getParentRoute: () => shell,
  path: '/inspector',
  validateSearch: (search: Record<string, unknown>) => words(search, 'filter'),
  component: lazyRouteComponent(() => import('../features/inspector/InspectorPage'), 'InspectorPage'),
});

const usage = createRoute({
  getParentRoute: () => shell,
  path: '/usage',
  validateSearch: (search: Record<string, unknown>) => words(search, 'range', 'from', 'to'),
  component: lazyRouteComponent(() => import('../features/usage/UsagePage'), 'UsagePage'),
});

const keys = createRoute({
  getParentRoute: () => shell,
  path: '/keys',
  validateSearch: (search: Record<string, unknown>) =>
    words(search, 'q', 'status', 'only', 'user', 'account', 'label', 'sort', 'desc', 'tab', 'task'),
  component: lazyRouteComponent(() => import('../features/keys/KeysPage'), 'KeysPage'),
});

const key = createRoute({
  getParentRoute: () => keys,
  path: '/$id',
  component: lazyRouteComponent(() => import('../features/keys/KeyDrawer'), 'KeyDrawer'),
});

const authHeaders = createRoute({
  getParentRoute: () => shell,
  path: '/auth-headers',
  validateSearch: (search: Record<string, unknown>) =>
    words(search, 'q', 'status', 'user', 'sort', 'desc', 'edit'),
  component: lazyRouteComponent(() => import('../features/authheaders/AuthHeadersPage'), 'AuthHeadersPage'),
});

const authHeader = createRoute({
  getParentRoute: () => authHeaders,
  path: '/$id',
  component: lazyRouteComponent(() => import('../features/authheaders/AuthHeaderDrawer'), 'AuthHeaderDrawer'),
});

const audit = createRoute({
  getParentRoute: () => shell,
  path: '/audit',
  validateSearch: (search: Record<string, unknown>) =>
    words(search, 'q', 'actor', 'action', 'object', 'result', 'from', 'to', 'entry'),
  component: lazyRouteComponent(() => import('../features/audit/AuditPage'), 'AuditPage'),
});

const apiPage = createRoute({
  getParentRoute: () => shell,
  path: '/api',
  validateSearch: (search: Record<string, unknown>) => words(search, 'key'),
  component: lazyRouteComponent(() => import('../features/api/ApiPage'), 'ApiPage'),
});

const apiStart = createRoute({
  getParentRoute: () => apiPage,
  path: '/',
  beforeLoad: ({ search }) => {
    throw redirect({ to: '/api/$guide', params: { guide: 'partner' }, search, replace: true });
  },
});

const apiGuide = createRoute({
  getParentRoute: () => apiPage,
  path: '/$guide',
  component: lazyRouteComponent(() => import('../features/api/GuideSection'), 'GuideSection'),
});

const apiReference = createRoute({
  getParentRoute: () => apiPage,
  path: '/reference',
  component: lazyRouteComponent(() => import('../features/api/ReferenceSection'), 'ReferenceSection'),
});

const me = createRoute({
  getParentRoute: () => shell,
  path: '/account',
  component: lazyRouteComponent(() => import('../features/me/MePage'), 'MePage'),
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/settings/SettingsPage'), 'SettingsPage'),
});

const settingsStart = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/listener', replace: true });
  },
});

const settingsListener = createRoute({
  getParentRoute: () => settings,
  path: '/listener',
  component: lazyRouteComponent(() => import('../features/settings/ListenerSection'), 'ListenerSection'),
});

const settingsSigningKeys = createRoute({
  getParentRoute: () => settings,
  path: '/signing-keys',
  component: lazyRouteComponent(
    () => import('../features/settings/SigningKeysSection'),
    'SigningKeysSection',
  ),
});

const settingsTokens = createRoute({
  getParentRoute: () => settings,
  path: '/tokens',
  component: lazyRouteComponent(() => import('../features/settings/TokensSection'), 'TokensSection'),
});

const settingsSecurity = createRoute({
  getParentRoute: () => settings,
  path: '/security',
  component: lazyRouteComponent(() => import('../features/settings/SecuritySection'), 'SecuritySection'),
});

const settingsBackup = createRoute({
  getParentRoute: () => settings,
  path: '/backup',
  component: lazyRouteComponent(() => import('../features/vault/BackupSection'), 'BackupSection'),
});

const settingsStore = createRoute({
  getParentRoute: () => settings,
  path: '/store',
  component: lazyRouteComponent(() => import('../features/vault/StoreSection'), 'StoreSection'),
});

const settingsAppearance = createRoute({
  getParentRoute: () => settings,
  path: '/appearance',
  component: lazyRouteComponent(() => import('../features/settings/AppearanceSection'), 'AppearanceSection'),
});

const settingsAbout = createRoute({
  getParentRoute: () => settings,
  path: '/about',
  component: lazyRouteComponent(() => import('../features/settings/AboutSection'), 'AboutSection'),
});

const users = createRoute({
  getParentRoute: () => shell,
  path: '/users',
  validateSearch: (search: Record<string, unknown>) => words(search, 'q', 'sort', 'desc'),
  component: lazyRouteComponent(() => import('../features/users/UsersPage'), 'UsersPage'),
});

const user = createRoute({
  getParentRoute: () => shell,
  path: '/users/$id',
  validateSearch: (search: Record<string, unknown>) => words(search, 'tab', 'task'),
  component: lazyRouteComponent(() => import('../features/users/UserPage'), 'UserPage'),
});

const accounts = createRoute({
  getParentRoute: () => shell,
  path: '/accounts',
  validateSearch: (search: Record<string, unknown>) => words(search, 'q', 'sort', 'desc'),
  component: lazyRouteComponent(() => import('../features/accounts/AccountsPage'), 'AccountsPage'),
});

const account = createRoute({
  getParentRoute: () => shell,
  path: '/accounts/$id',
  validateSearch: (search: Record<string, unknown>) => words(search, 'tab', 'edit'),
  component: lazyRouteComponent(() => import('../features/accounts/AccountPage'), 'AccountPage'),
});

const routeTree = root.addChildren([
  signIn,
  setup,
  firstRun,
  shell.addChildren([
    start,
    overview,
    inspector,
    usage,
    keys.addChildren([key]),
    authHeaders.addChildren([authHeader]),
    users,
    user,
    accounts,
    account,
    audit,
    me,
    apiPage.addChildren([apiStart, apiReference, apiGuide]),
    settings.addChildren([
      settingsStart,
      settingsListener,
      settingsTokens,
      settingsSigningKeys,
      settingsSecurity,
      settingsBackup,
      settingsStore,
      settingsAppearance,
      settingsAbout,
    ]),
  ]),
]);

// Hash routes: a reload in the window keeps its runtime, and a reverse proxy needs no rule.
export const router = createRouter({
  routeTree,
  history: createHashHistory(),
  parseSearch: parsePlainSearch,
  stringifySearch: printPlainSearch,
  defaultErrorComponent: RouteError,
  defaultPreload: 'intent',
});

onSignedOut(() => {
  const { href, pathname } = router.state.location;
  const had = sessionValue() !== null;
  clearSession();
  queryClient.clear();
  if (pathname === '/sign-in' || pathname === '/setup') return;
  void router.navigate({ to: '/sign-in', search: { return: href, ...(had && { reason: 'expired' }) } });
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
