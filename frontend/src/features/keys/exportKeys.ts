import i18next from 'i18next';
import { saveList } from '../../ui/saveList';
import { toastFailure } from '../../ui/toast';
import { filterQuery, type KeyFilter } from './filter';

/** As many chosen ones fit into an address. */
const mostChosen = 200;

/** Saves the keys that match, or those chosen, as CSV; there is no secret in it. */
export async function exportKeys(filter: KeyFilter, ids?: readonly string[]): Promise<void> {
  if (ids && ids.length > mostChosen) {
    toastFailure(i18next.t('keys:export.tooMany', { count: mostChosen }));
    return;
  }
  const words = ids ? { ids } : filterQuery(filter);
  const query = new URLSearchParams(Object.entries(words).map(([name, value]) => [name, String(value)]));
  await saveList('access-keys.csv', `/api/v1/keys.csv?${query}`, i18next.t('keys:export.done'));
}
