import { expect, it } from 'vitest';
import { mendLanguage } from './language';

it.each([
  ['C', 'en'],
  ['', 'en'],
  ['de-CH', 'de-CH'],
])('a page whose language is %j counts in %s', (language, want) => {
  const page = Object.create({ language }) as Navigator;
  mendLanguage(page);
  expect(page.language).toBe(want);
  expect(() => new Intl.NumberFormat(page.language)).not.toThrow();
});
