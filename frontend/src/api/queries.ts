import { notifyManager, QueryClient, queryOptions } from '@tanstack/react-query';
import { api, take } from './client';
import { asApiError } from './error';

// What has arrived is drawn at once: a timer for it costs as much as the core takes to answer.
notifyManager.setScheduler(queueMicrotask);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal stays one when repeated; a core that is away is asked again by the poll of its status.
      retry: false,
      staleTime: 5_000,
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false },
  },
});

/** How often the state of the core is asked for while the page is visible. */
export const statusInterval = 4_000;

export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/status', { signal })),
  refetchInterval: (query) => {
    const error = query.state.error;
    return error && !asApiError(error).lost ? false : statusInterval;
  },
  staleTime: 1_000,
});

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/session', { signal })),
  staleTime: 60_000,
});
