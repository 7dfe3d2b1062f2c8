import createClient, { type Middleware } from 'openapi-fetch';
import { ApiError, readProblem } from './error';
import type { paths } from './schema.gen';
import { hasLeft, sessionValue } from './session';

type SignedOut = () => void;
let signedOut: SignedOut = () => {};

/**
 * Says what to do when the core no longer knows this session. The router sets it once.
 * @returns what puts back what was done before
 */
export function onSignedOut(handler: SignedOut): () => void {
  const before = signedOut;
  signedOut = handler;
  return () => {
    signedOut = before;
  };
}

/** Says the same where it is known without a refusal. */
export function overSession(): void {
  signedOut();
}

// A 401 of these says "wrong password" or "nobody is signed in", which their callers answer themselves.
const ownAnswer = ['/api/v1/session', '/api/v1/setup'];

const nobody = () => new ApiError({ code: 'unauthenticated', message: 'nobody is signed in any more' });

const middleware: Middleware = {
  onRequest({ request, schemaPath }) {
    if (hasLeft() && !(request.method !== 'GET' && ownAnswer.includes(schemaPath))) throw nobody();
    const session = sessionValue();
    if (session) request.headers.set('Latchkey-Session', session);
  },
  async onResponse({ response, schemaPath }) {
    if (response.ok) return;
    const error = await readProblem(response);
    // Several may be under way in a session that ends: the first refusal says so, and the others nothing more.
    if (response.status === 401 && !ownAnswer.includes(schemaPath) && !hasLeft()) signedOut();
    throw error;
  },
  onError() {
    if (hasLeft()) return nobody();
    return new ApiError({ code: 'core_unreachable', message: 'the core did not answer' });
  },
};

/** The whole admin API by its paths, with relative addresses: the same in a browser and in the window. */
export const api = createClient<paths>({
  baseUrl: '',
  querySerializer: { array: { style: 'form', explode: false } },
  // Looked up at each call: tests put their own in its place.
  fetch: (request) => (request.method === 'GET' ? read(request) : fetch(request)),
});
api.use(middleware);

const underWay = new Set<AbortController>();

async function read(request: Request): Promise<Response> {
  const own = new AbortController();
  const abort = () => own.abort();
  if (request.signal.aborted) abort();
  request.signal.addEventListener('abort', abort, { once: true });
  underWay.add(own);
  try {
    return await fetch(request, { signal: own.signal });
  } finally {
    underWay.delete(own);
    request.signal.removeEventListener('abort', abort);
  }
}

/** Lets go of everything that is being read. */
export function stopReading(): void {
  for (const each of underWay) each.abort();
}

/** The body of an answer. A refused call has thrown an ApiError before it comes here. */
export async function take<T>(call: Promise<{ data?: T }>): Promise<NonNullable<T>> {
  const { data } = await call;
  if (data === undefined || data === null) {
    throw new ApiError({ code: 'unexpected_answer', message: 'the answer has no body' });
  }
  return data;
}
