/**
 * The languages there are beside English. A language is only files: `words.LANGUAGE.ts` beside this one makes it one
 * that is offered, and `NAME.LANGUAGE.ts` beside the English texts of a feature translates those. Each is loaded when a
 * page shows it, and what it lacks stays English.
 */
const files = import.meta.glob<{ default: object }>([
  './words.??.ts',
  './words.??-??.ts',
  '../features/*/*.??.ts',
  '../features/*/*.??-??.ts',
  '!./words.en.ts',
  '!../features/*/*.en.ts',
]);

const common = 'words';

/** What English is loaded with: the texts of every page are called `common`. */
const fileName = (namespace: string) => (namespace === 'common' ? common : namespace);

const named = Object.entries(files).map(([path, load]) => {
  const [name = '', language = ''] = (path.split('/').at(-1) ?? '').split('.');
  return { name, language, load };
});

/** All that can be chosen, English first. */
export const languages: readonly string[] = [
  'en',
  ...named
    .filter(({ name }) => name === common)
    .map(({ language }) => language)
    .sort(),
];

/** The texts of a feature in a language; empty where nobody has translated them. */
export async function catalogue(language: string, namespace: string): Promise<object> {
  const found = named.find((file) => file.language === language && file.name === fileName(namespace));
  return found ? (await found.load()).default : {};
}

/** What a language calls itself: Deutsch. */
export function ownName(language: string): string {
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

/** The first of the wanted languages that there is, by its region or without it; English where there is none. */
export function offeredOf(wanted: readonly string[], offered: readonly string[] = languages): string {
  for (const each of wanted) {
    const [base = ''] = each.split('-');
    const found = offered.find((one) => one === each) ?? offered.find((one) => one === base);
    if (found) return found;
  }
  return 'en';
}
