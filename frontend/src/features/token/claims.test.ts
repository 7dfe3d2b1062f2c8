import { describe, expect, it } from 'vitest';
import { explain, lineOf, momentOf } from './claims';

const about = { username: 'svc-billing', keyName: 'billing-batch', accountName: 'Acme Logistics' };

describe('explain', () => {
  it('explains every claim the logins promise', () => {
    for (const claim of [
      'uid',
      'ar',
      'ak',
      'realm',
      'ca',
      'cid',
      'domain',
      'iss',
      'jti',
      'sub',
      'username',
    ]) {
      expect(explain(claim, 'x', about).kind, claim).toBe('text');
    }
    for (const claim of ['iat', 'exp', 'nbf'])
      expect(explain(claim, 1795352592, about).kind, claim).toBe('time');
  });

  it('names the user, the key and the account where they are known', () => {
    expect(explain('uid', 'u', about)).toEqual({ kind: 'text', key: 'user', name: 'svc-billing' });
    expect(explain('ak', 'k', about)).toEqual({ kind: 'text', key: 'namedKey', name: 'billing-batch' });
    expect(explain('ak', 'k', { username: 'x' })).toEqual({ kind: 'text', key: 'thisKey' });
    expect(explain('ca', 'a', { username: 'x' })).toEqual({ kind: 'text', key: 'fromAccount' });
  });

  it('has no opinion on a claim it does not know or a time that is none', () => {
    expect(explain('sid', 'x', about)).toEqual({ kind: 'none' });
    expect(explain('exp', 'soon', about)).toEqual({ kind: 'none' });
    expect(explain('exp', 1e300, about)).toEqual({ kind: 'none' });
  });
});

describe('momentOf', () => {
  it('reads seconds, also parts of them', () => {
    expect(momentOf(1795352592)?.toISOString()).toBe('2026-11-22T13:03:12.000Z');
    expect(momentOf(0.5)?.getTime()).toBe(500);
  });
});

describe('lineOf', () => {
  it.each([
    ['Partner', 'Partner'],
    [['Partner', 'PartnerAdmin'], 'Partner, PartnerAdmin'],
    [[], ''],
    [1795352592, '1795352592'],
    [true, 'true'],
    [null, 'null'],
    [[1, 2], '[1,2]'],
    [{ a: 1 }, '{"a":1}'],
    [undefined, ''],
  ])('%j is %s', (value, line) => {
    expect(lineOf(value)).toBe(line);
  });
});
