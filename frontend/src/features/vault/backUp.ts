import type { QueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import { api, take } from '../../api/client';
import { loadTexts } from '../../i18n';
import { toast, toastError } from '../../ui/toast';
import { renewVault } from './calls';

/** Makes a backup from wherever somebody is, and says so once it was read back. */
export async function backUp(client: QueryClient): Promise<void> {
  await loadTexts('vault');
  try {
    const { name } = await take(api.POST('/api/v1/backups', { body: {} }));
    toast(i18next.t('vault:backup.made', { name }));
  } catch (cause) {
    toastError(cause);
  }
  renewVault(client);
}
