import { describe, expect, it } from 'vitest';
import type { Activity } from './feed';
import { again, curlOf, filled } from './request';

const login: Activity = {
  id: 1,
  at: '2026-11-22T14:03:00Z',
  method: 'POST',
  path: '/login',
  status: 401,
  ms: 1,
  code: 'unauthenticated',
  reason: 'expired',
  subject: { kind: 'key', id: 'k', name: 'partner-x', hint: '4f1c92ab07d3', user: 'ada' },
  address: '10.0.0.9',
  agent: 'etl/2',
  requestId: 'r',
  bytesIn: 90,
  bytesOut: 10,
};

describe('a request made again', () => {
  it('names the key and asks for the secret', () => {
    expect(again(login)).toMatchObject({ method: 'POST', path: '/login', asks: 'secret' });
    expect(JSON.parse(filled(again(login).body, 'a"b\\c'))).toEqual({
      accessKey: '4f1c92ab07d3',
      secret: 'a"b\\c',
    });
  });

  it('asks for a password where it was a user, and for a token at /verify', () => {
    const user = { kind: 'user', id: 'u', name: 'ada', hint: '', user: 'ada' } as const;
    expect(again({ ...login, path: '/user/login', subject: user }).asks).toBe('password');
    expect(again({ ...login, method: 'GET', path: '/verify' })).toMatchObject({
      asks: 'credential',
      body: '',
    });
  });

  it('becomes a command whose secret is a variable', () => {
    expect(curlOf(login, 'http://localhost:8417')).toBe(
      [
        'curl -X POST http://localhost:8417/login \\',
        `  -H 'Content-Type: application/json' \\`,
        `  -d '{"accessKey":"4f1c92ab07d3","secret":"'"$(printf %s "$SECRET" | sed 's/["\\\\]/\\\\&/g')"'"}'`,
      ].join('\n'),
    );
  });
});
