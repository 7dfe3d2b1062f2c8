import { waitFor } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { aStatus, problem } from '../test/core';
import { server } from '../test/server';
import { api, onSignedOut } from './client';
import { asApiError } from './error';
import { queryClient, statusQuery } from './queries';
import { sessionValue, setSession } from './session';
import { signOut } from './signOut';

/** A core that answers nothing that is read before the session has ended, and then refuses it. */
function refusingOnce() {
  let end = () => {};
  const ended = new Promise<void>((done) => {
    end = done;
  });
  const seen: string[] = [];
  const refuse = async ({ request }: { request: Request }) => {
    seen.push(new URL(request.url).pathname);
    await ended;
    return problem(401, { code: 'unauthenticated', detail: 'no session' });
  };
  server.use(http.get('/api/v1/status', refuse), http.get('/api/v1/activity', refuse));
  return { end, seen };
}

describe('signing out', () => {
  let heard = () => {};
  afterEach(() => heard());

  it('lets go of what is under way, and asks nothing while it goes on', async () => {
    const { end, seen } = refusingOnce();
    server.use(
      http.delete('/api/v1/session', async () => {
        end();
        // Asked by a page that is still there.
        await expect(api.GET('/api/v1/keys')).rejects.toMatchObject({ code: 'unauthenticated' });
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const refused = vi.fn();
    heard = onSignedOut(refused);
    setSession('half');
    const query = queryClient.fetchQuery(statusQuery).catch((cause: unknown) => cause);
    const poll = api.GET('/api/v1/activity').catch((cause: unknown) => asApiError(cause).code);
    await waitFor(() => expect(seen).toHaveLength(2));
    await signOut();
    expect(await poll).toBe('unauthenticated');
    await query;
    expect(refused).not.toHaveBeenCalled();
    expect(sessionValue()).toBeNull();
  });

  it('that did not work leaves the session, and asks on', async () => {
    server.use(
      http.delete('/api/v1/session', () =>
        problem(503, { code: 'not_ready', detail: 'the store has stopped' }),
      ),
      http.get('/api/v1/status', () => HttpResponse.json(aStatus())),
    );
    setSession('half');
    await expect(signOut()).rejects.toMatchObject({ code: 'not_ready' });
    expect(sessionValue()).toBe('half');
    await expect(queryClient.fetchQuery(statusQuery)).resolves.toEqual(aStatus());
  });
});
