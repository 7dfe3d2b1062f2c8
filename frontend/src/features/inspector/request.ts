import { shellJson, shellQuote } from '../token/samples';
import type { Activity } from './feed';

/** What stands where a secret was. */
export const placeholder = '{{secret}}';

/** A request as it can be made again: everything of it but what is secret. */
export interface Again {
  method: string;
  path: string;
  /** What is asked for: nothing, a secret in the body, or a credential in a header. */
  asks: 'nothing' | 'secret' | 'password' | 'credential';
  /** The JSON body; the placeholder where the secret goes. Empty where there is none. */
  body: string;
}

const bodies: Readonly<Record<string, (item: Activity) => Record<string, string>>> = {
  '/login': ({ subject }) => ({
    accessKey: subject?.kind === 'key' ? subject.hint : '',
    secret: placeholder,
  }),
  '/auth/login': ({ subject }) => ({
    apiKey: subject?.kind === 'key' ? subject.hint : '',
    apiSecret: placeholder,
  }),
  '/user/login': ({ subject }) => ({
    username: subject?.kind === 'user' ? subject.name : '',
    password: placeholder,
  }),
  '/authheader/add': () => ({ name: '' }),
  '/authheader/delete': () => ({ text: '' }),
};

export function again(item: Activity): Again {
  const path = item.path.startsWith('/') ? item.path : '/';
  const method = item.method === '-' ? 'GET' : item.method;
  const make = method === 'POST' ? bodies[path] : undefined;
  const body = make ? JSON.stringify(make(item), null, 2) : '';
  if (path === '/user/login') return { method, path, asks: 'password', body };
  if (body.includes(placeholder)) return { method, path, asks: 'secret', body };
  const credential = path === '/verify' || path.startsWith('/authheader/');
  return { method, path, asks: credential ? 'credential' : 'nothing', body };
}

/** The command for a terminal. What is secret is a variable that it reads. */
export function curlOf(item: Activity, base: string): string {
  const { method, path, asks, body } = again(item);
  const lines = [method === 'GET' ? `curl ${base}${path}` : `curl -X ${method} ${base}${path}`];
  if (asks === 'credential') lines.push(`  -H "Authorization: Bearer $TOKEN"`);
  if (body) {
    const compact = JSON.stringify(JSON.parse(body));
    const variable = asks === 'password' ? 'PASSWORD' : 'SECRET';
    const parts = compact.split(placeholder).map(shellQuote);
    lines.push(`  -H 'Content-Type: application/json'`, `  -d ${parts.join(shellJson(variable))}`);
  }
  return lines.join(' \\\n');
}

export interface Answered {
  status: number;
  ms: number;
}

/** Sends it as any client would: no session, no helper of the admin API. */
export async function send(request: Again, typed: string, signal?: AbortSignal): Promise<Answered> {
  const started = performance.now();
  const headers: Record<string, string> = {};
  if (request.body) headers['Content-Type'] = 'application/json';
  if (request.asks === 'credential' && typed) headers.Authorization = `Bearer ${typed}`;
  const response = await fetch(request.path, {
    method: request.method,
    headers,
    credentials: 'omit',
    ...(request.body && { body: filled(request.body, typed) }),
    ...(signal && { signal }),
  });
  // The answer may hold a token: it is let go unread.
  await response.text();
  return { status: response.status, ms: Math.max(1, Math.round(performance.now() - started)) };
}

/** The body with what was typed in place of the placeholder. */
export function filled(body: string, typed: string): string {
  return body.replaceAll(placeholder, () => JSON.stringify(typed).slice(1, -1));
}
