import { describe, expect, it } from 'vitest';
import { fold, pieces, score } from './match';

describe('what is typed', () => {
  it('is found without case and accents, and places stay places', () => {
    expect(fold('Übergangslösung')).toBe('ubergangslosung');
    expect(fold('Straße ABC')).toHaveLength('Straße ABC'.length);
    expect(score('partner-billing-übergangslösung', 'UBER')).not.toBeNull();
  });

  it('counts more the nearer it stands to a beginning', () => {
    const [first, word, inside] = ['Stop listener', 'Restart: stop', 'Unstoppable'].map((label) =>
      score(label, 'stop'),
    );
    expect(first).toBeGreaterThan(word ?? 0);
    expect(word).toBeGreaterThan(inside ?? 0);
  });

  it('must stand there word for word, in any order', () => {
    expect(score('Stop listener', 'lis sto')).not.toBeNull();
    expect(score('Stop listener', 'stop the')).toBeNull();
    expect(score('Stop listener', 'x')).toBeNull();
  });

  it('finds by other words, but those count less', () => {
    const named = score('Theme', 'theme') ?? 0;
    expect(score('Switch to dark colours', 'theme', 'theme dark')).toBeLessThan(named);
    expect(score('Switch to dark colours', 'heme', 'theme dark')).toBeNull();
  });

  it('is marked where a word begins, and the pieces are the whole text', () => {
    const parts = pieces('partner-billing', 'bill');
    expect(parts).toEqual([
      { text: 'partner-', hit: false },
      { text: 'bill', hit: true },
      { text: 'ing', hit: false },
    ]);
    expect(
      pieces('Ünal Ü', 'u')
        .map(({ text }) => text)
        .join(''),
    ).toBe('Ünal Ü');
  });
});
