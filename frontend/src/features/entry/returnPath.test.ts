import { describe, expect, it } from 'vitest';
import { returnPath } from './returnPath';

describe('returnPath', () => {
  it.each([
    ['/keys?status=active&q=acme', '/keys?status=active&q=acme'],
    ['/keys/45771ea1-b012-4b80-8ba4-49891c5d8d47', '/keys/45771ea1-b012-4b80-8ba4-49891c5d8d47'],
    [undefined, '/'],
    ['', '/'],
    ['https://elsewhere.example/', '/'],
    ['//elsewhere.example/', '/'],
    ['javascript:alert(1)', '/'],
    ['/sign-in?return=%2Fsign-in', '/'],
  ])('%s leads to %s', (wanted, path) => {
    expect(returnPath(wanted)).toBe(path);
  });
});
