import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { onSignedOut } from '../api/client';
import { queryClient, sessionQuery } from '../api/queries';
import { clearSession, leaveSession, sessionValue } from '../api/session';
import { setSessionEnded } from '../api/sessionEnd';
import { loadTexts } from '../i18n';
import type { Feature } from '../i18n/resources';
import { host } from '../platform';
import { wouldLose } from '../ui/useHeld';
import { offerFirstRun, requireOperator } from './guards';
import { createPortalHistory } from './portalHistory';
import { NotFound, RouteError } from './RouteError';
import { SessionEnd } from './SessionEnd';
import { Shell } from './Shell';
import { parsePlainSearch, printPlainSearch, words } from './search';
import { useWindowLock } from './useWindowLock';

/** The features whose texts a page of each shows, its dialogs and drawers included. */
const shows = {
  entry: ['entry', 'token', 'keys', 'vault'],
  me: ['me', 'entry', 'users'],
  overview: ['overview', 'usage', 'audit'],
  inspector: ['inspector', 'keys', 'usage'],
  usage: ['usage'],
  keys: ['keys', 'people', 'token', 'audit', 'usage', 'inspector', 'vault'],
  authheaders: ['authheaders', 'people', 'token', 'usage', 'audit'],
  audit: ['audit'],
  api: ['api', 'settings', 'token'],
  settings: ['settings', 'entry', 'users', 'vault', 'me', 'window'],
  users: ['users', 'me', 'accounts', 'keys', 'authheaders', 'people', 'entry', 'usage'],
  accounts: ['accounts', 'people', 'users'],
  vault: ['vault', 'settings', 'entry'],
} satisfies Partial<Record<Feature, readonly Feature[]>>;

/** A page that comes when somebody goes there, together with its texts. */
function page<Module extends Record<string, unknown>, Name extends keyof Module & string>(
  feature: keyof typeof shows,
  load: () => Promise<Module>,
  name: Name,
) {
  return lazyRouteComponent(async () => {
    const [module] = await Promise.all([load(), loadTexts(...shows[feature])]);
    return module;
  }, name);
}

function Root() {
  useWindowLock();
  return (
    <>
      <Outlet />
      <SessionEnd />
    </>
  );
}

const root = createRootRoute({ component: Root, notFoundComponent: NotFound });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>) => words(search, 'return', 'reason'),
  component: page('entry', () => import('../features/entry/SignInPage'), 'SignInPage'),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: (search: Record<string, unknown>) => words(search, 't'),
  component: page('entry', () => import('../features/entry/SetupPage'), 'SetupPage'),
});

const firstRun = createRoute({
  getParentRoute: () => root,
  path: '/first-run',
  beforeLoad: requireOperator,
  component: page('entry', () => import('../features/entry/FirstRunPage'), 'FirstRunPage'),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async (context) => {
    await requireOperator(context);
    // The menu of the window around it is on every page, and in no browser.
    if (host.window) await loadTexts('window');
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
  component: page('overview', () => import('../features/overview/OverviewPage'), 'OverviewPage'),
});

const inspector = createRoute({
  getParentRoute: () => shell,
  path: '/inspector',
  validateSearch: (search: Record<string, unknown>) => words(search, 'filter'),
  component: page('inspector', () => import('../features/inspector/InspectorPage'), 'InspectorPage'),
});

const usage = createRoute({
  getParentRoute: () => shell,
  path: '/usage',
  validateSearch: (search: Record<string, unknown>) => words(search, 'range', 'from', 'to'),
  component: page('usage', () => import('../features/usage/UsagePage'), 'UsagePage'),
});

const keys = createRoute({
  getParentRoute: () => shell,
  path: '/keys',
  validateSearch: (search: Record<string, unknown>) =>
    words(
      search,
      'q',
      'status',
      'only',
      'user',
      'account',
      'label',
      'sort',
      'desc',
      'tab',
      'task',
      'for',
      'name',
    ),
  component: page('keys', () => import('../features/keys/KeysPage'), 'KeysPage'),
});

const key = createRoute({
  getParentRoute: () => keys,
  path: '/$id',
  component: page('keys', () => import('../features/keys/KeyDrawer'), 'KeyDrawer'),
});

const authHeaders = createRoute({
  getParentRoute: () => shell,
  path: '/auth-headers',
  validateSearch: (search: Record<string, unknown>) =>
    words(search, 'q', 'status', 'user', 'sort', 'desc', 'edit'),
  component: page('authheaders', () => import('../features/authheaders/AuthHeadersPage'), 'AuthHeadersPage'),
});

const authHeader = createRoute({
  getParentRoute: () => authHeaders,
  path: '/$id',
  component: page(
    'authheaders',
    () => import('../features/authheaders/AuthHeaderDrawer'),
    'AuthHeaderDrawer',
  ),
});

const audit = createRoute({
  getParentRoute: () => shell,
  path: '/audit',
  validateSearch: (search: Record<string, unknown>) =>
    words(search, 'q', 'actor', 'action', 'object', 'result', 'from', 'to', 'entry'),
  component: page('audit', () => import('../features/audit/AuditPage'), 'AuditPage'),
});

const apiPage = createRoute({
  getParentRoute: () => shell,
  path: '/api',
  validateSearch: (search: Record<string, unknown>) => words(search, 'key'),
  component: page('api', () => import('../features/api/ApiPage'), 'ApiPage'),
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
  component: page('api', () => import('../features/api/GuideSection'), 'GuideSection'),
});

const apiReference = createRoute({
  getParentRoute: () => apiPage,
  path: '/reference',
  component: page('api', () => import('../features/api/ReferenceSection'), 'ReferenceSection'),
});

const me = createRoute({
  getParentRoute: () => shell,
  path: '/account',
  component: page('me', () => import('../features/me/MePage'), 'MePage'),
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  component: page('settings', () => import('../features/settings/SettingsPage'), 'SettingsPage'),
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
  component: page('settings', () => import('../features/settings/ListenerSection'), 'ListenerSection'),
});

const settingsSigningKeys = createRoute({
  getParentRoute: () => settings,
  path: '/signing-keys',
  component: page('settings', () => import('../features/settings/SigningKeysSection'), 'SigningKeysSection'),
});

const settingsTokens = createRoute({
  getParentRoute: () => settings,
  path: '/tokens',
  component: page('settings', () => import('../features/settings/TokensSection'), 'TokensSection'),
});

const settingsSecurity = createRoute({
  getParentRoute: () => settings,
  path: '/security',
  component: page('settings', () => import('../features/settings/SecuritySection'), 'SecuritySection'),
});

const settingsBackup = createRoute({
  getParentRoute: () => settings,
  path: '/backup',
  component: page('vault', () => import('../features/vault/BackupSection'), 'BackupSection'),
});

const settingsStore = createRoute({
  getParentRoute: () => settings,
  path: '/store',
  component: page('vault', () => import('../features/vault/StoreSection'), 'StoreSection'),
});

const settingsAppearance = createRoute({
  getParentRoute: () => settings,
  path: '/appearance',
  component: page('settings', () => import('../features/settings/AppearanceSection'), 'AppearanceSection'),
});

const settingsAbout = createRoute({
  getParentRoute: () => settings,
  path: '/about',
  component: page('settings', () => import('../features/settings/AboutSection'), 'AboutSection'),
});

const users = createRoute({
  getParentRoute: () => shell,
  path: '/users',
  validateSearch: (search: Record<string, unknown>) => words(search, 'q', 'sort', 'desc'),
  component: page('users', () => import('../features/users/UsersPage'), 'UsersPage'),
});

const user = createRoute({
  getParentRoute: () => shell,
  path: '/users/$id',
  validateSearch: (search: Record<string, unknown>) => words(search, 'tab', 'task'),
  component: page('users', () => import('../features/users/UserPage'), 'UserPage'),
});

const accounts = createRoute({
  getParentRoute: () => shell,
  path: '/accounts',
  validateSearch: (search: Record<string, unknown>) => words(search, 'q', 'sort', 'desc'),
  component: page('accounts', () => import('../features/accounts/AccountsPage'), 'AccountsPage'),
});

const account = createRoute({
  getParentRoute: () => shell,
  path: '/accounts/$id',
  validateSearch: (search: Record<string, unknown>) => words(search, 'tab', 'edit'),
  component: page('accounts', () => import('../features/accounts/AccountPage'), 'AccountPage'),
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
  history: createPortalHistory(),
  parseSearch: parsePlainSearch,
  stringifySearch: printPlainSearch,
  defaultErrorComponent: RouteError,
  defaultPreload: 'intent',
});

/** Brings the page of the address with its texts while the core is still being asked who is there. */
export function bringFirstPage(): void {
  const { pathname } = router.latestLocation;
  const outside = sessionValue() === null && !host.can('localOperator') && pathname !== '/setup';
  const [routes] = router.getMatchedRoutes(outside ? '/sign-in' : pathname === '/' ? '/overview' : pathname);
  // One that could not be brought is asked for again, and said, when it is its turn.
  for (const route of routes) void router.loadRouteChunk(route);
}

onSignedOut(() => {
  const { href, pathname } = router.state.location;
  const session = queryClient.getQueryData(sessionQuery.queryKey);
  const had = sessionValue() !== null || session !== undefined;
  // Under what opens it again a window that locks stays as it was.
  const locks = (session?.locksAfter ?? null) !== null;
  if (had && (locks || wouldLose())) {
    leaveSession();
    setSessionEnded(true);
    return;
  }
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
