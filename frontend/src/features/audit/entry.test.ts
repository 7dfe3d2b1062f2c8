import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTexts } from '../../i18n';
import { actionNames, actionWords } from './entry';

const backend = join(process.cwd(), '..', 'backend');
const decides = /\b(?:allow|allowSelf|Permit|Record)\([^"\n]*"([a-z][a-z.-]*)"/g;

/** What the core asks leave for by name: each may come to stand in the log, as refused if not as done. */
function actionsOfCore(): string[] {
  const sources = readdirSync(backend, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.go') && !file.endsWith('_test.go'),
  );
  const found = sources.flatMap((file) =>
    [...readFileSync(join(backend, file), 'utf8').matchAll(decides)].map(([, action]) => action ?? ''),
  );
  return [...new Set(found)].sort();
}

describe('the actions of the log', () => {
  beforeAll(() => loadTexts('audit'));

  it('have words, each that the core knows', () => {
    const t = i18next.getFixedT('en', 'audit');
    const actions = actionsOfCore();
    expect(actions.length).toBeGreaterThan(60);
    expect(actions.filter((action) => actionWords(action, t) === action)).toEqual([]);
  });

  it('are offered by the filter under the names the core has for them', () => {
    const offered = actionNames(i18next.getFixedT('en', 'audit')).map(({ action }) => action);
    expect(actionsOfCore().filter((action) => !offered.includes(action))).toEqual([]);
  });
});
