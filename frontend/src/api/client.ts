import createClient, { type Middleware } from 'openapi-fetch';
import { ApiError, readProblem } from './error';
import type { paths } from './schema.gen';
import { hasLeft, sessionValue } from './session';

type SignedOut = () => void;
let signedOut: SignedOut = () => {};

/** Says what to do when the core no longer knows this session. The router sets it once. */
export function onSignedOut(handler: SignedOut): void {
  signedOut = handler;
}

// A 401 of these says "wrong password" or "nobody is signed in", which their callers answer themselves.
const ownAnswer = ['/api/v1/session', '/api/v1/setup'];

const middleware: Middleware = {
  onRequest({ request, schemaPath }) {
    if (hasLeft() && !(request.method === 'POST' && ownAnswer.includes(schemaPath))) {
      throw new ApiError({ code: 'unauthenticated', message: 'nobody is signed in any more' });
    }
    const session = sessionValue();
    if (session) request.headers.set('Latchkey-Session', session);
  },
  async onResponse({ response, schemaPath }) {
    if (response.ok) return;
    const error = await readProblem(response);
    if (response.status === 401 && !ownAnswer.includes(schemaPath)) signedOut();
    throw error;
  },
  onError() {
    return new ApiError({ code: 'core_unreachable', message: 'the core did not answer' });
  },
};

/** The whole admin API by its paths, with relative addresses: the same in a browser and in the window. */
export const api = createClient<paths>({
  baseUrl: '',
  querySerializer: { array: { style: 'form', explode: false } },
  // Looked up at each call: tests put their own in its place.
  fetch: (request) => fetch(request),
});
api.use(middleware);

/** The body of an answer. A refused call has thrown an ApiError before it comes here. */
export async function take<T>(call: Promise<{ data?: T }>): Promise<NonNullable<T>> {
  const { data } = await call;
  if (data === undefined || data === null) {
    throw new ApiError({ code: 'unexpected_answer', message: 'the answer has no body' });
  }
  return data;
}
