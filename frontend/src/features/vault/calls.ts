import { type QueryClient, queryOptions, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import type { components } from '../../api/schema.gen';

type Schemas = components['schemas'];
export type Backup = Schemas['Backup'];
export type Restore = Schemas['Restore'];
export type UndoneItem = Schemas['UndoneItem'];
export type StoreKey = Schemas['StoreKey'];
export type Source = Schemas['SourceChange']['source'];
export type ImportReport = Schemas['ImportReport'];

/** How far an import is, asked for while it runs. */
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['import', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/import/{id}', { params: { path: { id } }, signal })),
    refetchInterval: 400,
    gcTime: 0,
  });

export const stopImport = (id: string) =>
  take(api.DELETE('/api/v1/import/{id}', { params: { path: { id } } }));

export const backupsQuery = queryOptions({
  queryKey: ['backups'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/backups', { signal })),
  refetchInterval: 15_000,
});

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/settings', { signal })),
});

export const storeQuery = queryOptions({
  queryKey: ['store'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/store', { signal })),
  refetchInterval: (query) => (query.state.data?.rekeying.running ? 500 : 15_000),
});

/** What shows the store or its backups. */
const vaultKeys = [backupsQuery.queryKey, storeQuery.queryKey, ['audit'], ['overview']] as const;

/** After something was done to the store: what is shown of it, and the log, have changed. */
export function renewVault(client: QueryClient): void {
  for (const queryKey of vaultKeys) void client.invalidateQueries({ queryKey });
}

export function useRenewVault(): () => void {
  const client = useQueryClient();
  return () => renewVault(client);
}
