import { describe, expect, it } from 'vitest';
import { decodeJwt } from './jwt';

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (header: unknown, claims: unknown, signature = 'c2ln') =>
  `${part(header)}.${part(claims)}.${signature}`;

describe('decodeJwt', () => {
  it('gives header, claims in their order, and the parts as sent', () => {
    const text = token(
      { alg: 'HS384', typ: 'JWT', kid: 'm-1' },
      { uid: 'u', ar: ['Partner'], exp: 1795356192 },
    );
    const decoded = decodeJwt(text);
    expect(decoded).toMatchObject({ ok: true, jwt: { header: { alg: 'HS384', kid: 'm-1' } } });
    if (!decoded.ok) throw new Error('refused');
    expect(Object.keys(decoded.jwt.claims)).toEqual(['uid', 'ar', 'exp']);
    expect(decoded.jwt.parts.join('.')).toBe(text);
  });

  it('reads names outside ASCII', () => {
    const decoded = decodeJwt(token({ alg: 'HS256' }, { username: 'Łukasz Müller 漢字 🗝' }));
    expect(decoded.ok && decoded.jwt.claims.username).toBe('Łukasz Müller 漢字 🗝');
  });

  it('reads both letters that differ between the two base64 alphabets', () => {
    const claims = { a: '???>>>~~~' };
    expect(part(claims)).toMatch(/[-_]/);
    const decoded = decodeJwt(token({ alg: 'HS384' }, claims));
    expect(decoded.ok && decoded.jwt.claims).toEqual(claims);
  });

  it('ignores the newline of a pasted token', () => {
    expect(decodeJwt(`${token({}, {})}\n`).ok).toBe(true);
  });

  it.each([
    ['nothing', '', 'parts'],
    ['two parts', 'a.b', 'parts'],
    ['four parts', 'YQ.YQ.YQ.YQ', 'parts'],
    ['an empty signature', `${part({})}.${part({})}.`, 'parts'],
    ['an opaque token', 'lk_3fK9aQ', 'parts'],
    ['padding', `${part({})}=.${part({})}.c2ln`, 'base64'],
    ['the other alphabet', `${part({})}.${part({})}.+/+/`, 'base64'],
    ['an impossible length', `${part({})}.abcde.c2ln`, 'base64'],
    [
      'bytes that are no UTF-8',
      `${part({})}.${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}.c2ln`,
      'text',
    ],
    ['a payload that is no JSON', `${part({})}.${Buffer.from('uid=1').toString('base64url')}.c2ln`, 'json'],
    ['a payload that is a list', `${part({})}.${part([1])}.c2ln`, 'json'],
    ['a payload that is null', `${part({})}.${part(null)}.c2ln`, 'json'],
    ['a header that is a text', `${part('x')}.${part({})}.c2ln`, 'json'],
  ])('names what is wrong with %s', (_, text, fault) => {
    expect(decodeJwt(text)).toEqual({ ok: false, fault });
  });
});
