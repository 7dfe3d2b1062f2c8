/** The logins as any client calls them: relative paths, no session, no helper of the admin API. */

export type DialectName = 'partner' | 'apikey' | 'user';

export interface KeyCredential {
  accessKey: string;
  secret: string;
}

export interface UserCredential {
  username: string;
  password: string;
}

/** Where each is found: names for people too, in every language. */
export const loginPaths = { partner: '/login', apikey: '/auth/login', user: '/user/login' } as const;

/** One login as it goes over the wire. */
export interface LoginRequest {
  dialect: DialectName;
  path: (typeof loginPaths)[DialectName];
  body: Record<string, string>;
}

export function partnerLogin({ accessKey, secret }: KeyCredential): LoginRequest {
  return { dialect: 'partner', path: loginPaths.partner, body: { accessKey, secret } };
}

export function apiKeyLogin({ accessKey, secret }: KeyCredential): LoginRequest {
  return { dialect: 'apikey', path: loginPaths.apikey, body: { apiKey: accessKey, apiSecret: secret } };
}

export function userLogin({ username, password }: UserCredential): LoginRequest {
  return { dialect: 'user', path: loginPaths.user, body: { username, password } };
}

/** What came back. `token` is there only where the login succeeded and its answer held one. */
export interface Answer {
  status: number;
  ms: number;
  token: string | null;
  /** The answer without the token, for reading; empty where there is nothing else. */
  rest: string;
  retryAfter: number | null;
}

/** Posts the login. It rejects only when nothing answered. */
export async function postLogin(request: LoginRequest, signal?: AbortSignal): Promise<Answer> {
  const started = performance.now();
  const response = await fetch(request.path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(request.body),
    credentials: 'omit',
    ...(signal && { signal }),
  });
  const text = await response.text();
  const ms = Math.max(1, Math.round(performance.now() - started));
  const found = response.ok ? tokenIn(request.dialect, text) : { token: null, rest: text };
  return {
    status: response.status,
    ms,
    retryAfter: secondsOf(response.headers.get('Retry-After')),
    ...found,
  };
}

/** What `/verify` says about a token, as a reverse proxy would hear it. */
export interface Verdict {
  status: number;
  ms: number;
  identity: { header: string; value: string }[];
}

const identityHeaders = [
  'Remote-User',
  'Remote-Name',
  'Remote-Email',
  'Remote-Groups',
  'X-Latchkey-Permissions',
  'X-Latchkey-Account',
  'X-Latchkey-Key',
] as const;

export async function verify(token: string, signal?: AbortSignal): Promise<Verdict> {
  const started = performance.now();
  const response = await fetch('/verify', {
    headers: { Authorization: `Bearer ${token}` },
    credentials: 'omit',
    ...(signal && { signal }),
  });
  const ms = Math.max(1, Math.round(performance.now() - started));
  const identity = response.ok
    ? identityHeaders.map((header) => ({ header, value: response.headers.get(header) ?? '' }))
    : [];
  return { status: response.status, ms, identity };
}

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  413: 'Content Too Large',
  421: 'Misdirected Request',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

/** "201 Created": the phrase comes from here because HTTP/2 and the window carry none. */
export function statusLine(status: number): string {
  const reason = reasons[status];
  return reason ? `${status} ${reason}` : String(status);
}

function tokenIn(dialect: DialectName, text: string): Pick<Answer, 'token' | 'rest'> {
  if (dialect === 'partner') return { token: text, rest: '' };
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { token: null, rest: text };
  }
  if (typeof body !== 'object' || body === null) return { token: null, rest: text };
  const name = dialect === 'apikey' ? 'token' : 'Token';
  const { [name]: token, ...rest } = body as Record<string, unknown>;
  return {
    token: typeof token === 'string' ? token : null,
    rest: JSON.stringify(rest, null, 2),
  };
}

function secondsOf(header: string | null): number | null {
  const seconds = Number(header);
  return header !== null && Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : null;
}
