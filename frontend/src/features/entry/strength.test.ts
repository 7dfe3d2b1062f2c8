import { describe, expect, it } from 'vitest';
import { strengthOf } from './strength';

const rank = ['empty', 'short', 'weak', 'fair', 'good', 'strong'];
const rankOf = (password: string, personal?: string[]) => rank.indexOf(strengthOf(password, personal).level);

describe('strengthOf', () => {
  it('counts characters, not bytes, against the minimum', () => {
    expect(strengthOf('').level).toBe('empty');
    expect(strengthOf('Tr0ub4dor')).toMatchObject({ level: 'short', advice: 'length' });
    expect(strengthOf('🗝🗝🗝🗝🗝').level).toBe('short');
  });

  it.each([
    'password12',
    'P@ssw0rd2026',
    'aaaaaaaaaaaaaaaa',
    'qwertyuiop',
    'abcdefghijkl',
    '1234567890',
    'latchkey2026',
    'Summer2026!',
  ])('calls %s weak', (password) => {
    expect(strengthOf(password).level).toBe('weak');
  });

  it.each(['uY7#kq2Lw9', 'correct horse battery staple', 'k3J-9fQ2-xT7w-Lm41', 'teal.river.candle.window'])(
    'calls %s good or better',
    (password) => {
      expect(rankOf(password)).toBeGreaterThanOrEqual(rank.indexOf('good'));
    },
  );

  it('takes off what an attacker knows about the person', () => {
    const personal = ['m.okafor', 'Maya', 'Okafor', 'maya@acme.example'];
    expect(rankOf('Okafor-maya-1987', personal)).toBeLessThan(rankOf('Okafor-maya-1987'));
    expect(strengthOf('Okafor-maya-1987', personal).advice).toBe('personal');
  });

  it('never falls when something is added that cannot be guessed', () => {
    for (const start of ['password12', 'uY7#kq2Lw9', 'teal river']) {
      expect(rankOf(`${start}x9#Kq`)).toBeGreaterThanOrEqual(rankOf(start));
    }
  });

  it('fills as many parts as the level is worth', () => {
    expect(strengthOf('password12').score).toBe(1);
    expect(strengthOf('k3J-9fQ2-xT7w-Lm41').score).toBe(4);
  });

  it('ends on any text', () => {
    for (const text of [
      '\u0000'.repeat(40),
      '\ud800\ud800\ud800\ud800\ud800\ud800\ud800\ud800\ud800\ud800',
      'ä'.repeat(1000),
    ]) {
      expect(rankOf(text)).toBeGreaterThan(0);
    }
  });
});
