import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = join(process.cwd(), 'src');

/** The selectors of a stylesheet, one by one. */
function selectorsOf(css: string): string[] {
  const rules = css.replace(/\/\*.*?\*\//gs, '').matchAll(/([^{};]+)\{/g);
  return [...rules]
    .map(([, selectors]) => (selectors ?? '').trim())
    .filter((selectors) => !/^(@|from|to|\d)/.test(selectors))
    .flatMap((selectors) => selectors.split(/,(?![^(]*\))/).map((selector) => selector.trim()));
}

const classesOf = (selector: string) =>
  [...selector.matchAll(/\.([a-z][\w-]*)/gi)].map(([, name]) => name ?? '');

/**
 * The rules of pages that reach further than their page. A stylesheet comes with the first page that needs it and then
 * stays: a rule that begins with a class of somebody else changes pages that were right until then.
 */
function farReaching(sheets: ReadonlyMap<string, string>): string[] {
  const homes = new Map<string, Set<string>>();
  for (const [file, css] of sheets) {
    for (const name of selectorsOf(css).flatMap(classesOf)) {
      homes.set(name, (homes.get(name) ?? new Set()).add(file));
    }
  }
  return [...sheets].flatMap(([file, css]) =>
    selectorsOf(css)
      .filter(() => /^(features|app)\//.test(file))
      .filter((selector) => {
        const first = classesOf(selector.split(/[ >+~]/)[0] ?? '');
        return !first.some((name) => homes.get(name)?.size === 1);
      })
      .map((selector) => `${file}: ${selector}`),
  );
}

/** The classes of a component: whole names, and beginnings of names that are put together, such as `is-` of `is-${strength}`. */
interface Written {
  names: Set<string>;
  beginnings: Set<string>;
  /** Every word in quotes: a class need not be named in an attribute. */
  words: Set<string>;
}

/** What a class attribute may be, as far as it is written down; a name that comes from elsewhere is written there. */
function valuesOf(node: ts.Node | undefined): string[] {
  if (!node) return [];
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isJsxExpression(node) || ts.isParenthesizedExpression(node)) return valuesOf(node.expression);
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap(valuesOf);
  if (ts.isBinaryExpression(node)) return [node.left, node.right].flatMap(valuesOf);
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(valuesOf);
  // ['a', b && 'c'].filter(Boolean).join(' ')
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    return valuesOf(node.expression.expression);
  }
  if (ts.isTemplateExpression(node)) {
    const texts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
    // What touches a ${…} is a part of a name.
    const parts = texts.map((text, at) => (at < texts.length - 1 && /\S$/.test(text) ? `${text}…` : text));
    return [...parts, ...node.templateSpans.flatMap(({ expression }) => valuesOf(expression))];
  }
  return [];
}

function classesIn(file: string, code: string): Written {
  const written: Written = { names: new Set(), beginnings: new Set(), words: new Set() };
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node)) {
      for (const word of node.text.split(/\s+/)) written.words.add(word);
    }
    if (ts.isJsxAttribute(node) && node.name.getText() === 'className') {
      for (const name of valuesOf(node.initializer).flatMap((text) => text.split(/\s+/))) {
        if (name.endsWith('…')) written.beginnings.add(name.slice(0, -1));
        else if (name) written.names.add(name);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true));
  return written;
}

/** What others draw: Mantine, the highlighter, the chart, Swagger UI. */
const foreign = /^(mantine|hljs|u|uplot)-/;
const foreignSheet = 'features/api/swagger.css';

/** Classes that a component wears and no stylesheet knows, and those that a stylesheet knows and nobody wears. */
function unmatched(sheets: ReadonlyMap<string, string>, components: ReadonlyMap<string, string>): string[] {
  const homes = new Map<string, string>();
  for (const [file, css] of sheets)
    for (const name of selectorsOf(css).flatMap(classesOf)) homes.set(name, file);
  const words = new Set<string>();
  const beginnings = new Set<string>();
  const undefinedOnes = [...components].flatMap(([file, code]) => {
    const written = classesIn(file, code);
    for (const beginning of written.beginnings) beginnings.add(beginning);
    for (const word of written.words) words.add(word);
    return [
      ...[...written.names].filter((name) => !homes.has(name)),
      ...[...written.beginnings].filter((begin) => ![...homes.keys()].some((name) => name.startsWith(begin))),
    ].map((name) => `${file}: ${name} is in no stylesheet`);
  });
  const unworn = [...homes]
    .filter(([name, file]) => !words.has(name) && !foreign.test(name) && file !== foreignSheet)
    .filter(([name]) => ![...beginnings].some((begin) => name.startsWith(begin)))
    .map(([name, file]) => `${file}: nothing wears ${name}`);
  return [...undefinedOnes, ...unworn];
}

const read = (wanted: (file: string) => boolean) =>
  new Map(
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter(wanted)
      .map((file) => [file, readFileSync(join(root, file), 'utf8')]),
  );
const stylesheets = read((file) => file.endsWith('.css'));
const code = read((file) => /\.tsx?$/.test(file) && !/\.(test|gen|en)\.|^test\//.test(file));

describe('the stylesheets', () => {
  it('of pages begin each rule with a class that no other stylesheet names', () => {
    expect(stylesheets.size).toBeGreaterThan(20);
    expect(farReaching(stylesheets)).toEqual([]);
  });

  it('would be caught reaching further', () => {
    const sheets = new Map([
      ['features/a.css', '.rest, .mine .rest { margin: 0 }\n@media (width < 9px) { p { margin: 0 } }'],
      ['features/b.css', '.tiles .rest { margin: 0 }'],
    ]);
    expect(farReaching(sheets)).toEqual(['features/a.css: .rest', 'features/a.css: p']);
  });

  it('know every class that is worn, and none that is not', () => {
    expect(code.size).toBeGreaterThan(200);
    expect(unmatched(stylesheets, code)).toEqual([]);
  });

  it('would be caught without a class, and with one too many', () => {
    const sheets = new Map([['a.css', '.box, .is-good { margin: 0 }\n.lost .chosen { margin: 0 }']]);
    const components = new Map([
      [
        'A.tsx',
        'const look = "chosen"; <i className={`box is-${strength}`}><b className={on ? "gone" : look} /></i>',
      ],
      ['B.tsx', '<i className={`at-${place}`} />'],
    ]);
    expect(unmatched(sheets, components)).toEqual([
      'A.tsx: gone is in no stylesheet',
      'B.tsx: at- is in no stylesheet',
      'a.css: nothing wears lost',
    ]);
  });
});
