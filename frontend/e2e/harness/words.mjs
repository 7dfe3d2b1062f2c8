/** The words of the page in the language under test: English, what the portal makes of it for `pseudo`, or another one. */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transformWithOxc } from 'vite';

const source = (path) => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));

/** A function that says an English text, with its {{values}}, as the page in that language does. */
export async function wordsOf(language) {
  const say = await sayingOf(language);
  return (text, values = {}) =>
    Object.entries(values).reduce((said, [name, value]) => said.replaceAll(`{{${name}}}`, value), say(text));
}

async function sayingOf(language) {
  if (language === 'en') return (text) => text;
  if (language === 'pseudo') return (await load('i18n/pseudo.ts')).pseudo;
  const said = new Map();
  for (const [english, theirs] of await catalogues(language)) {
    for (const [key, text] of Object.entries(english)) {
      if (!said.has(text) && key in theirs) said.set(text, theirs[key]);
    }
  }
  return (text) => said.get(text) ?? text;
}

/** Pairs of files, English and the other. */
async function catalogues(language) {
  const features = await readdir(source('features'));
  const paths = ['i18n/words', ...features.map((name) => `features/${name}/${name}`)];
  const pairs = paths.map(async (path) => {
    const files = await Promise.all(['en', language].map((each) => load(`${path}.${each}.ts`)));
    return files.map((file) => flat(file.default));
  });
  return (await Promise.allSettled(pairs)).flatMap(({ value }) => (value ? [value] : []));
}

const flat = (tree, path = '') =>
  Object.fromEntries(
    Object.entries(tree).flatMap(([name, value]) =>
      typeof value === 'string' ? [[path + name, value]] : Object.entries(flat(value, `${path}${name}.`)),
    ),
  );

async function load(path) {
  const { code } = await transformWithOxc(await readFile(source(path), 'utf8'), source(path));
  return import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
}
