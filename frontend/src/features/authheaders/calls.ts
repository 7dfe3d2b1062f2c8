import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import type { AuthHeader, AuthHeaderPatch } from '../../api/types';
import { windowSize } from '../../ui/useWindows';
import type { HeaderFilter } from './filter';

export function listHeaders(filter: HeaderFilter, offset: number, signal: AbortSignal) {
  const { search, states, user, sort, desc } = filter;
  return take(
    api.GET('/api/v1/authheaders', {
      params: {
        query: {
          sort,
          desc,
          offset,
          limit: windowSize,
          ...(search && { search }),
          ...(states.length > 0 && { state: states }),
          ...(user && { user }),
        },
      },
      signal,
    }),
  );
}

export const headerQuery = (id: string) =>
  queryOptions({
    queryKey: ['authheader', id],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/authheaders/{ref}', { params: { path: { ref: id } }, signal })),
    refetchInterval: 10_000,
  });

function useHeaderChange<Input>(change: (input: Input) => Promise<AuthHeader>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (header) => {
      client.setQueryData(headerQuery(header.id).queryKey, header);
      void client.invalidateQueries({ queryKey: ['authheaders'] });
      void client.invalidateQueries({ queryKey: ['status'] });
    },
  });
}

export function useEditHeader() {
  return useHeaderChange(({ id, patch }: { id: string; patch: AuthHeaderPatch }) =>
    take(api.PATCH('/api/v1/authheaders/{ref}', { params: { path: { ref: id } }, body: patch })),
  );
}

export function useDeleteHeader() {
  return useHeaderChange((id: string) =>
    take(api.DELETE('/api/v1/authheaders/{ref}', { params: { path: { ref: id } } })),
  );
}
