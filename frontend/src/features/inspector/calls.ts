import { queryOptions } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import type { components } from '../../api/schema.gen';
import type { LoadFeed } from './feed';

export type ActivityDetail = components['schemas']['ActivityDetail'];

export const loadFeed: LoadFeed = (query, signal) =>
  take(api.GET('/api/v1/activity', { params: { query }, signal }));

/** One request and how it was decided. What was decided does not change; what would help now does. */
export function activityQuery(id: number) {
  return queryOptions({
    queryKey: ['activity', id],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/activity/{id}', { params: { path: { id: String(id) } }, signal })),
    staleTime: 2_000,
  });
}

export async function captureBodies(on: boolean) {
  const { capture } = await take(api.PUT('/api/v1/activity/capture', { body: { on } }));
  return capture;
}
