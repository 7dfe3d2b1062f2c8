import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = join(process.cwd(), 'src');
/** Attributes that somebody reads or hears. */
const read = [
  'aria-label',
  'title',
  'label',
  'placeholder',
  'description',
  'alt',
  'lead',
  'text',
  'hint',
  'action',
];
/** Names and codes, which are the same in every language. */
const names = /^(curl|\.env|JSON|HS256|HS384|sub|jti|[a-z]+(_[a-z]+)+)$/;

/** The texts that stand in the markup of a file and would stay English in every language. */
function hardCoded(file: string, source: string): string[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const note = (node: ts.Node, text: string) => {
    const words = text.trim();
    if (!/\p{L}{2}/u.test(words) || names.test(words)) return;
    const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
    found.push(`${file}:${line + 1}: ${words}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) note(node, node.text);
    if (ts.isJsxAttribute(node) && read.includes(node.name.getText())) {
      const { initializer: value } = node;
      if (value && ts.isStringLiteral(value)) note(node, value.text);
    }
    if (ts.isJsxExpression(node) && node.expression && ts.isStringLiteral(node.expression)) {
      if (node.parent.kind === ts.SyntaxKind.JsxElement) note(node, node.expression.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

describe('the markup', () => {
  it('has no text of its own: every one comes from a file of texts', () => {
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.tsx') && !file.endsWith('.test.tsx') && !file.startsWith('test/'),
    );
    expect(files.length).toBeGreaterThan(60);
    expect(files.flatMap((file) => hardCoded(file, readFileSync(join(root, file), 'utf8')))).toEqual([]);
  });

  it('would be caught with one', () => {
    const bad = `const a = <p title="Close me">Hello <b>{'there'}</b></p>;`;
    expect(hardCoded('bad.tsx', bad)).toEqual([
      'bad.tsx:1: Close me',
      'bad.tsx:1: Hello',
      'bad.tsx:1: there',
    ]);
  });
});
