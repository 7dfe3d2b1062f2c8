import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, take } from '../../api/client';

/** How many entries one request brings. */
export const pageSize = 200;
const every = 10_000;

/** The log from its newest entry backwards, a page at a time. */
export const auditQuery = infiniteQueryOptions({
  queryKey: ['audit'],
  queryFn: ({ pageParam, signal }) =>
    take(
      api.GET('/api/v1/audit', {
        params: { query: { limit: pageSize, ...(pageParam && { after: pageParam }) } },
        signal,
      }),
    ),
  initialPageParam: '',
  getNextPageParam: ({ items }) => (items.length < pageSize ? undefined : items.at(-1)?.id),
  // Asking anew asks for every page: only worth it while there is one. Whoever reads further back is not disturbed.
  refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 1 ? false : every),
});
