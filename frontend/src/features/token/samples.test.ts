import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { curlPost, curlVerify, exportSecret, programs, secretVariable, shellQuote } from './samples';

const echoed = (text: string) =>
  execFileSync('/bin/sh', ['-c', `printf %s ${shellQuote(text)}`], { encoding: 'utf8' });

describe('shellQuote', () => {
  it.each(["it's", '$HOME `id` \\ "x" !', "''", 'a\nb', '– ü'])(
    'brings %j through a shell unchanged',
    (text) => {
      expect(echoed(text)).toBe(text);
    },
  );
});

describe('the commands', () => {
  it('send the body they are given, whatever is in the password', () => {
    const body = { username: 'ada', password: `a'b"c\\d$e` };
    const args = execFileSync(
      '/bin/sh',
      ['-c', `curl() { printf '%s\\n' "$@"; }\n${curlPost('http://127.0.0.1:8417', '/user/login', body)}`],
      {
        encoding: 'utf8',
      },
    );
    const lines = args.trimEnd().split('\n');
    expect(lines[0]).toBe('http://127.0.0.1:8417/user/login');
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual(body);
  });

  it('send a token as Bearer', () => {
    expect(curlVerify('http://127.0.0.1:8417', 'a.b.c')).toContain(`-H 'Authorization: Bearer a.b.c'`);
  });

  it('export the signing secret under the name the programs read', () => {
    expect(exportSecret('x')).toBe(`export ${secretVariable}='x'`);
  });
});

describe('the programs', () => {
  it('never hold a secret and always read it from the environment', () => {
    for (const { code } of programs) expect(code).toContain(secretVariable);
  });

  it('do their work in five lines', () => {
    const lines = (code: string) => code.split('\n').filter((line) => line.trim() !== '').length;
    expect(lines(programs.find((p) => p.language === 'python')?.code ?? '')).toBeLessThanOrEqual(5);
    expect(lines(programs.find((p) => p.language === 'node')?.code ?? '')).toBeLessThanOrEqual(5);
  });

  it('say which algorithm they accept', () => {
    for (const { code } of programs) expect(code).toMatch(/HS384|sha384/);
  });
});
