import { api, take } from '../../api/client';
import { queryClient, sessionQuery } from '../../api/queries';
import type { components } from '../../api/schema.gen';
import { setSession } from '../../api/session';

type Schemas = components['schemas'];

/** Keeps the half of the session that script holds, and drops what another operator may have left in the cache. */
function begin({ session, operator, expires }: Schemas['NewSession']): void {
  queryClient.clear();
  setSession(session);
  queryClient.setQueryData(sessionQuery.queryKey, { operator, expires });
}

/** The two ways into the portal of a browser. Neither is a mutation of the cache: both carry a password. */
export const enter = {
  async signIn(body: Schemas['SignInRequest']): Promise<void> {
    begin(await take(api.POST('/api/v1/session', { body })));
  },

  async setUp(body: Schemas['SetupRequest']): Promise<void> {
    begin(await take(api.POST('/api/v1/setup', { body })));
  },
};
