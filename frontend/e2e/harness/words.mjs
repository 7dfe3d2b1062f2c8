/** The words of the page in the language under test: English, or what the portal itself makes of it for `pseudo`. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transformWithOxc } from 'vite';

const source = fileURLToPath(new URL('../../src/i18n/pseudo.ts', import.meta.url));

/** A function that says an English text, with its {{values}}, as the page in that language does. */
export async function wordsOf(language) {
  const { pseudo } = language === 'pseudo' ? await load() : { pseudo: (text) => text };
  return (text, values = {}) =>
    Object.entries(values).reduce(
      (said, [name, value]) => said.replaceAll(`{{${name}}}`, value),
      pseudo(text),
    );
}

async function load() {
  const { code } = await transformWithOxc(await readFile(source, 'utf8'), source);
  return import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
}
