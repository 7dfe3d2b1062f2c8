import { queryOptions } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import type { components } from '../../api/schema.gen';

export type Attention = components['schemas']['Attention'];

const every = 10_000;

export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/overview', { signal })),
  refetchInterval: every,
});
