import i18next from 'i18next';
import { host } from '../platform';
import { toast, toastError } from './toast';

/** Saves a list of the core as a file of the user's choice, and says what is in it. */
export async function saveList(name: string, path: string, said: string): Promise<void> {
  try {
    const saved = await host.saveFile({ name, path });
    if (saved) toast(saved.path ? i18next.t('saved.at', { said, path: saved.path }) : said);
  } catch (cause) {
    toastError(cause);
  }
}
