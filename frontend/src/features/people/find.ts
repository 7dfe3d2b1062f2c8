import { api, take } from '../../api/client';

/** The usernames that a filter by user offers for what was typed. */
export async function findUsers(text: string, signal: AbortSignal): Promise<string[]> {
  const query = { search: text, limit: 50 };
  const { items } = await take(api.GET('/api/v1/users', { params: { query }, signal }));
  return items.map(({ username }) => username);
}
