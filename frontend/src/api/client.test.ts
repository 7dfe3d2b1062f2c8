import { HttpResponse, http } from 'msw';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { aStatus, problem } from '../test/core';
import { server } from '../test/server';
import { api, onSignedOut, take } from './client';
import { ApiError } from './error';
import { leaveSession, setSession } from './session';

async function refused(call: Promise<unknown>): Promise<ApiError> {
  const cause = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(cause instanceof ApiError)) throw new Error('was not refused as expected');
  return cause;
}

describe('a call to the core', () => {
  // The router's own is wanted again by the files after this one.
  let heard = () => {};
  const hear = (handler: () => void) => {
    heard = onSignedOut(handler);
  };
  afterEach(() => heard());

  it('carries its half of the session', async () => {
    let sent: string | null = null;
    server.use(
      http.get('/api/v1/status', ({ request }) => {
        sent = request.headers.get('Latchkey-Session');
        return HttpResponse.json(aStatus());
      }),
    );
    setSession('half');
    await take(api.GET('/api/v1/status'));
    expect(sent).toBe('half');
  });

  it('is not made for somebody who signed out, until somebody signs in', async () => {
    let asked = 0;
    server.use(
      http.get('/api/v1/status', () => {
        asked += 1;
        return HttpResponse.json(aStatus());
      }),
    );
    const ended = vi.fn();
    hear(ended);
    leaveSession();
    expect((await refused(api.GET('/api/v1/status'))).code).toBe('unauthenticated');
    expect(asked).toBe(0);
    expect(ended).not.toHaveBeenCalled();
    setSession('half');
    await take(api.GET('/api/v1/status'));
    expect(asked).toBe(1);
  });

  it('writes several states as one parameter', async () => {
    let query = '';
    server.use(
      http.get('/api/v1/keys', ({ request }) => {
        query = new URL(request.url).search;
        return HttpResponse.json({ items: [], total: 0, offset: 0, limit: 200 });
      }),
    );
    await take(api.GET('/api/v1/keys', { params: { query: { state: ['active', 'paused'] } } }));
    expect(decodeURIComponent(query)).toBe('?state=active,paused');
  });

  it('fails with everything the core says', async () => {
    const current = { id: '1', version: 4 };
    server.use(
      http.patch('/api/v1/keys/1', () =>
        problem(409, {
          code: 'conflict',
          detail: 'it was changed',
          hint: 'look again',
          field: 'name',
          current,
        }),
      ),
    );
    const error = await refused(
      api.PATCH('/api/v1/keys/{ref}', { params: { path: { ref: '1' } }, body: { version: 3 } }),
    );
    expect(error).toMatchObject({
      status: 409,
      code: 'conflict',
      message: 'it was changed',
      hint: 'look again',
      field: 'name',
      requestId: 'TESTREQUEST',
      current,
      lost: false,
    });
  });

  it.each([
    ['no answer', () => HttpResponse.error()],
    ['a gateway that found nobody', () => problem(502, { code: 'unavailable', detail: 'not running' })],
  ])('knows by %s that the core is away', async (_, answer) => {
    server.use(http.get('/api/v1/status', answer));
    expect((await refused(api.GET('/api/v1/status'))).lost).toBe(true);
  });

  it('takes an answer that is none of the core for what it is', async () => {
    server.use(http.get('/api/v1/status', () => new HttpResponse('<html>', { status: 418 })));
    expect((await refused(api.GET('/api/v1/status'))).code).toBe('unexpected_answer');
  });

  it('says once that the session is gone, but not to those who ask for one', async () => {
    const gone = vi.fn();
    hear(gone);
    const unauthenticated = () => problem(401, { code: 'unauthenticated', detail: 'no session' });
    server.use(
      http.get('/api/v1/status', unauthenticated),
      http.get('/api/v1/session', unauthenticated),
      http.post('/api/v1/session', unauthenticated),
    );
    await refused(api.GET('/api/v1/session'));
    await refused(api.POST('/api/v1/session', { body: { username: 'a', password: 'b' } }));
    expect(gone).not.toHaveBeenCalled();
    await refused(api.GET('/api/v1/status'));
    expect(gone).toHaveBeenCalledOnce();
  });
});
