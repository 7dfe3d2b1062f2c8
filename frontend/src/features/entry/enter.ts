import { api, take } from '../../api/client';
import { queryClient, sessionQuery } from '../../api/queries';
import type { components } from '../../api/schema.gen';
import { setSession } from '../../api/session';

type Schemas = components['schemas'];

/** Keeps the half of the session that script holds. */
function hold({ session, operator, expires, locksAfter }: Schemas['NewSession']): void {
  setSession(session);
  queryClient.setQueryData(sessionQuery.queryKey, { operator, expires, locksAfter });
}

/** Drops first what another operator may have left in the cache. */
function begin(opened: Schemas['NewSession']): void {
  queryClient.clear();
  hold(opened);
}

/** The ways into the portal of a browser. None is a mutation of the cache: each carries a password. */
export const enter = {
  async signIn(body: Schemas['SignInRequest']): Promise<void> {
    begin(await take(api.POST('/api/v1/session', { body })));
  },

  /**
   * Signs in over a page that is there, and says whether it is the same operator's: then it goes on as it is. So does that
   * of the user of this computer, who had no name until the window was locked under it.
   */
  async again(body: Schemas['SignInRequest'], username: string): Promise<boolean> {
    const opened = await take(api.POST('/api/v1/session', { body }));
    if (username !== '' && opened.operator.username !== username) {
      begin(opened);
      return false;
    }
    hold(opened);
    void queryClient.invalidateQueries();
    return true;
  },

  async setUp(body: Schemas['SetupRequest']): Promise<void> {
    begin(await take(api.POST('/api/v1/setup', { body })));
  },
};
