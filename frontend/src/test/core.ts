import { HttpResponse, http, type RequestHandler } from 'msw';
import type { AuditReport, AuthHeader, Key, KeyWithSecret, Operator, Status, User } from '../api/types';
import type { PortalSetting } from '../features/settings/managed';

// Samples in the form the core gives them, and answers that every page of the shell asks for.

const made = {
  createdAt: '2026-08-14T09:00:00Z',
  createdBy: 'm.okafor',
  updatedAt: '2026-08-14T09:00:00Z',
  updatedBy: 'm.okafor',
  version: 1,
};

export function aKey(change: Partial<Key> = {}): Key {
  return {
    id: '45771ea1-b012-4b80-8ba4-3a8c1c1f0001',
    accessKey: '986d8167a9b9c1d2e3f405162738495a6b7c8d9e',
    name: 'billing-batch',
    note: '',
    state: 'active',
    blocked: '',
    user: { id: '65d0f5c9-7fb0-455c-9036-000000000001', username: 'svc-billing' },
    account: { id: '0ea70001-0f58-44a2-80ad-000000000001', name: 'Acme Logistics' },
    roles: null,
    permissions: null,
    effectiveRoles: ['Partner'],
    effectivePermissions: ['orders:read'],
    activated: true,
    notBefore: null,
    expires: '2099-02-20T14:03:00Z',
    pausedAt: null,
    pausedBy: '',
    revokedAt: null,
    revokedBy: '',
    revokedReason: '',
    labels: [],
    addresses: [],
    expiring: false,
    term: 7_776_000,
    rotatedAt: null,
    rotation: null,
    lastUsed: null,
    ...made,
    ...change,
  };
}

export function aKeyWithSecret(change: Partial<KeyWithSecret> = {}): KeyWithSecret {
  return { ...aKey(), secret: 'canary-secret-canary-secret-canary-secret-canary', ...change };
}

export function aUser(change: Partial<User> = {}): User {
  return {
    id: '65d0f5c9-7fb0-455c-9036-000000000001',
    number: 1,
    username: 'svc-billing',
    email: '',
    firstName: 'Billing',
    lastName: 'service',
    operator: 'none',
    disabled: false,
    hasPassword: false,
    passwordSetAt: null,
    passwordExpires: null,
    memberships: [
      {
        account: { id: '0ea70001-0f58-44a2-80ad-000000000001', name: 'Acme Logistics' },
        roles: ['InvoiceRead', 'Partner'],
        permissions: ['orders:read'],
        primary: true,
        accountAdmin: false,
        version: 1,
      },
    ],
    keys: { total: 3, active: 2 },
    authHeaders: 0,
    lastSignIn: null,
    locked: null,
    sessions: 0,
    secondFactor: false,
    secondFactorDue: null,
    ...made,
    ...change,
  };
}

export function anAuthHeader(change: Partial<AuthHeader> = {}): AuthHeader {
  return {
    id: '7a1e0000-0f58-44a2-80ad-000000000001',
    name: 'reporting-dashboard',
    user: { id: '65d0f5c9-7fb0-455c-9036-000000000001', username: 'svc-billing' },
    hint: 'lk_3fK9aQ',
    state: 'active',
    blocked: '',
    expires: null,
    deletedAt: null,
    deletedBy: '',
    lastUsed: null,
    ...made,
    ...change,
  };
}

export function aStatus(change: Partial<Status> = {}): Status {
  return {
    version: 'test',
    startedAt: '2026-11-22T08:00:00Z',
    now: '2026-11-22T14:03:00Z',
    dataFolder: null,
    pid: null,
    keySource: 'master.key',
    listener: {
      state: 'listening',
      address: '127.0.0.1:8417',
      url: 'http://127.0.0.1:8417',
      since: '2026-11-22T08:00:00Z',
      error: '',
      suggestion: '',
      loopback: true,
      plainHttp: false,
      portal: true,
    },
    portal: true,
    issuer: 'http://localhost:8417',
    firstRun: false,
    setup: false,
    counts: { accounts: 1, users: 1, keys: 1, authHeaders: 1, operators: 1 },
    settings: null,
    ...change,
  };
}

export function anOperator(change: Partial<Operator> = {}): Operator {
  return {
    name: 'm.okafor',
    username: 'm.okafor',
    role: 'owner',
    via: 'session',
    mustEnrol: false,
    ...change,
  };
}

export function anAuditReport(change: Partial<AuditReport> = {}): AuditReport {
  return {
    verdict: 'whole',
    findings: [],
    more: 0,
    entries: 2,
    links: 1,
    waiting: 0,
    begun: '2026-08-14T09:00:00Z',
    head: '1:00ff',
    ...change,
  };
}

interface ShellAnswers {
  status?: Status;
  operator?: Operator;
}

/** What the shell itself asks for, whatever page is in it. */
export function shellAnswers({
  status = aStatus(),
  operator = anOperator(),
}: ShellAnswers = {}): RequestHandler[] {
  return [
    http.get('/api/v1/status', () => HttpResponse.json(status)),
    // Usage is asked for by the drawer of a key; where it is not what is tested it stays a waiting strip.
    http.get('/api/v1/usage', () => new Promise(() => {})),
    http.get('/api/v1/session', () =>
      HttpResponse.json({ operator, expires: '2026-11-23T02:03:00Z', locksAfter: null }),
    ),
    http.get('/api/v1/audit/verify', () => HttpResponse.json(anAuditReport())),
  ];
}

/** A list of the API: the part of the rows that a request asks for. */
export function listOf<Row>(path: string, rows: readonly Row[]): RequestHandler {
  return http.get(path, ({ request }) => {
    const { searchParams } = new URL(request.url);
    const offset = Number(searchParams.get('offset') ?? '0');
    const limit = Number(searchParams.get('limit') ?? '200');
    const items = rows.slice(offset, offset + limit);
    return HttpResponse.json({ items, total: rows.length, offset, limit });
  });
}

/** A refusal as the core writes it. */
export function problem(status: number, body: { code: string; detail: string; [more: string]: unknown }) {
  return HttpResponse.json(
    { type: 'about:blank', title: 'Refused', status, requestId: 'TESTREQUEST', ...body },
    { status, headers: { 'Content-Type': 'application/problem+json' } },
  );
}

/** A setting kept in the store. */
export function aSetting(change: Partial<PortalSetting> = {}): PortalSetting {
  return {
    name: 'token-life',
    kind: 'span',
    about: '',
    value: '1h',
    default: '1h',
    least: '1m',
    most: '24h',
    never: false,
    choices: [],
    origin: 'default',
    editable: true,
    version: 1,
    updatedAt: null,
    updatedBy: '',
    ...change,
  };
}
