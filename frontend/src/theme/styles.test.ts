import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

describe('the stylesheets', () => {
  it('of pages begin each rule with a class that no other stylesheet names', () => {
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.css'),
    );
    expect(files.length).toBeGreaterThan(20);
    expect(farReaching(new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')])))).toEqual(
      [],
    );
  });

  it('would be caught reaching further', () => {
    const sheets = new Map([
      ['features/a.css', '.rest, .mine .rest { margin: 0 }\n@media (width < 9px) { p { margin: 0 } }'],
      ['features/b.css', '.tiles .rest { margin: 0 }'],
    ]);
    expect(farReaching(sheets)).toEqual(['features/a.css: .rest', 'features/a.css: p']);
  });
});
