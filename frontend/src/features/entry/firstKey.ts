import { api, take } from '../../api/client';
import { queryClient } from '../../api/queries';

/** The first key as its maker sees it, once: what the page shows and the logins need. */
export interface MadeKey {
  accessKey: string;
  secret: string;
  keyName: string;
  expires: string | null;
  accountName: string;
  username: string;
  /** "" where the user has a password of their own. */
  password: string;
}

/** Makes account, user and key in one step. Not a mutation of the query cache, which would keep the secret. */
export async function makeFirstKey(keyName: string, expires: string): Promise<MadeKey> {
  const { account, user, password, key } = await take(
    api.POST('/api/v1/first-run', { body: { keyName, expires } }),
  );
  void queryClient.invalidateQueries({ queryKey: ['keys'] });
  return {
    accessKey: key.accessKey,
    secret: key.secret,
    keyName: key.name,
    expires: key.expires,
    accountName: account.name,
    username: user.username,
    password,
  };
}

/** Everything of it at once, for a file of environment variables. */
export function asEnv(made: MadeKey): string {
  const lines = [`LATCHKEY_ACCESS_KEY=${made.accessKey}`, `LATCHKEY_SECRET=${made.secret}`];
  if (made.password) lines.push(`LATCHKEY_USERNAME=${made.username}`, `LATCHKEY_PASSWORD=${made.password}`);
  return `${lines.join('\n')}\n`;
}
