import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue, languages, offeredOf, ownName } from './catalogues';
import { common, features } from './resources';

type Flat = Record<string, string>;

function flat(tree: object, path = ''): Flat {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([name, value]) =>
      typeof value === 'string' ? [[path + name, value]] : Object.entries(flat(value, `${path}${name}.`)),
    ),
  );
}

const plural = /_(zero|one|two|few|many|other)$/;
const bare = (key: string) => key.replace(plural, '');
/** What a text is filled with: its {{values}} and <tags>. */
const filled = (text: string) => [...new Set(text.match(/\{\{\w+\}\}|<\/?\w+>/g))].sort();

const english = async () => ({
  common: flat(common),
  ...Object.fromEntries(
    await Promise.all(
      Object.entries(features).map(async ([name, load]) => [name, flat((await load()).default)] as const),
    ),
  ),
});

/** What is wrong with the texts of a feature in another language, in words. */
function faults(language: string, namespace: string, en: Flat, theirs: Flat): string[] {
  const found: string[] = [];
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const counted = new Set(
    Object.keys(en)
      .filter((key) => `${bare(key)}_other` in en && plural.test(key))
      .map(bare),
  );
  const wanted = new Set(
    Object.keys(en).flatMap((key) =>
      counted.has(bare(key)) && !key.endsWith('_zero') ? forms.map((form) => `${bare(key)}_${form}`) : [key],
    ),
  );
  for (const key of wanted) if (!(key in theirs)) found.push(`${namespace}:${key} is missing`);
  for (const [key, text] of Object.entries(theirs)) {
    if (!wanted.has(key)) {
      found.push(`${namespace}:${key} is no text of the portal`);
      continue;
    }
    const whole = filled(en[key] ?? en[`${bare(key)}_other`] ?? '');
    const here = filled(text);
    // Of one thing a language may say "one".
    const lacks = whole.filter((part) => !here.includes(part) && !(plural.test(key) && part === '{{count}}'));
    const invents = here.filter(
      (part) => !whole.includes(part) && !(plural.test(key) && part === '{{count}}'),
    );
    if (lacks.length > 0) found.push(`${namespace}:${key} lacks ${lacks.join(' ')}`);
    if (invents.length > 0) found.push(`${namespace}:${key} invents ${invents.join(' ')}`);
    if (text.trim() === '') found.push(`${namespace}:${key} is empty`);
  }
  return found;
}

describe.each(languages.filter((each) => each !== 'en'))('the texts in %s', (language) => {
  it('are all there, with the same values and tags, and every plural of the language', async () => {
    const all = await english();
    const found = await Promise.all(
      Object.entries(all).map(async ([namespace, en]) =>
        faults(language, namespace, en, flat(await catalogue(language, namespace))),
      ),
    );
    expect(found.flat()).toEqual([]);
  });
});

/** What the window says itself, in Go: notices, the system's dialogs, entries of the desktop. */
const windowTexts = import.meta.glob<Flat>('./window.*.json', { import: 'default', eager: true });
const ofWindow = (language: string) => windowTexts[`./window.${language}.json`] ?? {};

describe.each(languages)('the texts of the window in %s', (language) => {
  it('are all there, with the same values and every plural of the language', () => {
    expect(faults(language, 'window', ofWindow('en'), ofWindow(language))).toEqual([]);
  });

  it('names the months as the portal does', () => {
    const month = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
    });
    const named = Array.from(
      { length: 12 },
      (_, at) => month.formatToParts(new Date(2026, at, 5)).find(({ type }) => type === 'month')?.value,
    );
    expect(ofWindow(language).months?.split(' ')).toEqual(named);
  });
});

it('has no file of texts of the window in a language that is not offered', () => {
  expect(Object.keys(windowTexts).map((path) => path.split('.').at(-2))).toEqual([...languages].sort());
});

describe('a catalogue', () => {
  it('is caught when it lacks or invents something', () => {
    const en = { a: 'Hello {{name}}', b_one: '{{count}} key', b_other: '{{count}} keys' };
    expect(faults('pl', 'x', en, { a: 'Cześć', b_one: 'klucz', b_few: '{{count}} klucze', c: '' })).toEqual([
      'x:b_many is missing',
      'x:b_other is missing',
      'x:a lacks {{name}}',
      'x:c is no text of the portal',
    ]);
    expect(faults('de', 'x', en, { a: '{{nmae}}', b_one: '1', b_other: '{{count}}' })).toEqual([
      'x:a lacks {{name}}',
      'x:a invents {{nmae}}',
    ]);
  });
});

describe('a language', () => {
  const root = mkdtempSync(join(tmpdir(), 'latchkey-language-'));
  let vite: Awaited<ReturnType<typeof createServer>>;

  beforeAll(async () => {
    const at = (path: string) => join(root, 'src', path);
    mkdirSync(at('i18n'), { recursive: true });
    mkdirSync(at('features/keys'), { recursive: true });
    cpSync(join(process.cwd(), 'src/i18n/catalogues.ts'), at('i18n/catalogues.ts'));
    writeFileSync(
      at('i18n/words.eo.ts'),
      `export default { product: 'Latchkey', action: { save: 'Konservi' } };`,
    );
    writeFileSync(at('i18n/words.pt-BR.ts'), 'export default {};');
    writeFileSync(at('features/keys/keys.eo.ts'), `export default { title: 'Ŝlosiloj' };`);
    writeFileSync(at('features/keys/keys.test.ts'), 'throw new Error("a test is no catalogue")');
    vite = await createServer({
      root,
      configFile: false,
      logLevel: 'silent',
      appType: 'custom',
      server: { middlewareMode: true, ws: false, watch: null },
    });
  });
  afterAll(async () => {
    await vite.close();
    rmSync(root, { recursive: true });
  });

  it('is offered as soon as there is a file of it, and says what that holds', async () => {
    const found = (await vite.ssrLoadModule('/src/i18n/catalogues.ts')) as typeof import('./catalogues');
    expect(found.languages).toEqual(['en', 'eo', 'pt-BR']);
    expect(await found.catalogue('eo', 'common')).toEqual({
      product: 'Latchkey',
      action: { save: 'Konservi' },
    });
    expect(await found.catalogue('eo', 'keys')).toEqual({ title: 'Ŝlosiloj' });
    // What is not translated stays English.
    expect(await found.catalogue('eo', 'users')).toEqual({});
  });

  it('calls itself what its speakers call it', () => {
    expect(['de', 'en', 'fr', 'pt-BR'].map(ownName)).toEqual([
      'Deutsch',
      'English',
      'Français',
      'Português (Brasil)',
    ]);
  });

  it('is that of the browser where nobody chose one', () => {
    const offered = ['en', 'de', 'pt-BR'];
    expect(offeredOf(['de-CH', 'en'], offered)).toBe('de');
    expect(offeredOf(['fr', 'pt-BR'], offered)).toBe('pt-BR');
    expect(offeredOf(['fr-FR', 'fr'], offered)).toBe('en');
    expect(offeredOf(['C'], offered)).toBe('en');
  });
});
