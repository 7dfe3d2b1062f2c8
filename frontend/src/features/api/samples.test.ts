import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Activity } from '../inspector/feed';
import { curlOf } from '../inspector/request';
import { samplesOf } from './samples';

const hard = [`plain-secret`, `a"b'c\\d$e\`f`, `"`, `\\`, `''`, `$(touch nothing) & %s \\n`];

/** What a command hands to curl as the body, run by a real shell. */
function sent(command: string, variables: Record<string, string>): unknown {
  const script = `curl() { while [ $# -gt 0 ]; do [ "$1" = -d ] && printf %s "$2"; shift; done; }\n${command}`;
  return JSON.parse(
    execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8', env: { ...process.env, ...variables } }),
  );
}

describe('the curl of a guide', () => {
  const filling = { base: 'http://127.0.0.1:8417', accessKey: `key'"\\$x`, username: 'ada' };
  it.each(hard)('sends the secret %j as it is, whatever the shell thinks of it', (secret) => {
    const [partner] = samplesOf('partner', filling);
    expect(sent(partner?.code ?? '', { LATCHKEY_SECRET: secret })).toEqual({
      accessKey: filling.accessKey,
      secret,
    });
    const [user] = samplesOf('user', filling);
    expect(sent(user?.code ?? '', { LATCHKEY_PASSWORD: secret })).toEqual({
      username: 'ada',
      password: secret,
    });
  });
});

describe('the curl of a request', () => {
  it.each(hard)('sends the secret %j as it is', (secret) => {
    const item = {
      method: 'POST',
      path: '/login',
      subject: { kind: 'key', id: 'k', name: 'k', hint: '4f1c', user: 'ada' },
    } as unknown as Activity;
    expect(sent(curlOf(item, 'http://127.0.0.1:8417'), { SECRET: secret })).toEqual({
      accessKey: '4f1c',
      secret,
    });
  });
});
