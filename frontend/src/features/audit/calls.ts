import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, take } from '../../api/client';

/** How many entries one request brings. */
export const pageSize = 200;
const every = 10_000;

/** What the core can look for in the log. */
export interface AuditWords {
  search?: string;
  actor?: string;
  action?: string;
  object?: string;
  objectId?: string;
  result?: 'done' | 'denied';
  from?: string;
  to?: string;
}

/** The log from its newest entry backwards, a page at a time. A page of a filter may be short, or empty, and not the last. */
export const auditQuery = (words: AuditWords) =>
  infiniteQueryOptions({
    queryKey: ['audit', words],
    queryFn: ({ pageParam, signal }) =>
      take(
        api.GET('/api/v1/audit', {
          params: { query: { ...words, limit: pageSize, ...(pageParam && { after: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next || undefined,
    // Asking anew asks for every page: only worth it while there is one. Whoever reads further back is not disturbed.
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 1 ? false : every),
  });
