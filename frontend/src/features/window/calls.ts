import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { clearSession } from '../../api/session';
import { host, type WindowState } from '../../platform';

/** What the window around the page says of itself; null in a browser. */
export const windowQuery = queryOptions({
  queryKey: ['window'],
  queryFn: async (): Promise<WindowState | null> => (host.window ? host.window.state() : null),
  staleTime: 30_000,
});

/** After the window turned to another core nothing that was read before is true any more. */
export function useTurned(): (state: WindowState) => void {
  const client = useQueryClient();
  return (state) => {
    clearSession();
    client.clear();
    client.setQueryData(windowQuery.queryKey, state);
    location.hash = '#/';
    location.reload();
  };
}
