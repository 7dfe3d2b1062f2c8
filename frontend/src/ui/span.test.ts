import { describe, expect, it } from 'vitest';
import { spanSeconds, spanText, spanWords } from './span';

describe('a span', () => {
  it('is read as the core reads it', () => {
    expect(spanSeconds('15m')).toBe(900);
    expect(spanSeconds(' 36h ')).toBe(129_600);
    expect(spanSeconds('2w')).toBe(1_209_600);
    for (const none of ['', '0h', '1', 'h', '1.5h', '-1h', '1y ago', '1 h'])
      expect(spanSeconds(none)).toBeNull();
  });
  it('is said in the words of the language', () => {
    expect(['15m', '36h', '90d', '2w', '1y', 'never'].map(spanWords)).toEqual([
      '15 min',
      '36 h',
      '90 d',
      '2 w',
      '1 y',
      'never',
    ]);
  });
  it('is written in a unit that says it whole', () => {
    expect([900, 3600, 86_400, 7_776_000, 5400].map(spanText)).toEqual(['15m', '1h', '1d', '90d', '2h']);
  });
});
