import { describe, expect, it } from 'vitest';
import { aKey } from '../../test/core';
import { passes, readFilter } from './filter';
import { shownState } from './status';

const now = Date.parse('2026-11-22T14:03:00Z');

describe('the status of a key', () => {
  it('is its state, whatever else is true of it', () => {
    expect(shownState(aKey({ state: 'paused', expires: '2026-11-23T00:00:00Z' }), now)).toBe('paused');
    expect(shownState(aKey({ state: 'revoked', blocked: 'user_disabled' }), now)).toBe('revoked');
  });

  it('says of an active key what keeps it from working or soon ends it', () => {
    expect(shownState(aKey({ blocked: 'no_membership' }), now)).toBe('blocked');
    expect(shownState(aKey({ expires: '2026-12-05T14:03:00Z' }), now)).toBe('expiring');
    expect(shownState(aKey({ expires: '2026-12-07T14:03:00Z' }), now)).toBe('active');
    expect(shownState(aKey({ expires: null }), now)).toBe('active');
  });
});

describe('a filter in the address', () => {
  it('is read with what makes sense in it', () => {
    expect(readFilter({ q: 'acme', status: 'paused,odd', sort: 'colour', desc: 'yes' })).toEqual({
      search: 'acme',
      states: ['paused'],
      only: [],
      user: undefined,
      account: undefined,
      label: undefined,
      sort: 'name',
      desc: true,
    });
  });

  it('takes what a key can be besides its state by either word', () => {
    expect(readFilter({ status: 'active,expiring', only: 'rotating' })).toMatchObject({
      states: ['active'],
      only: ['expiring', 'rotating'],
    });
  });

  it('filters what is loaded while the core is away', () => {
    const key = aKey({ note: 'Vault' });
    expect(passes(key, readFilter({ q: 'VAULT' }))).toBe(true);
    expect(passes(key, readFilter({ q: 'acme' }))).toBe(true);
    expect(passes(key, readFilter({ q: 'nord' }))).toBe(false);
    expect(passes(key, readFilter({ status: 'paused' }))).toBe(false);
    expect(passes(key, readFilter({ only: 'unused' }))).toBe(true);
    expect(passes(key, readFilter({ only: 'rotating' }))).toBe(false);
    expect(passes(aKey({ labels: ['eu'] }), readFilter({ label: 'eu' }))).toBe(true);
    expect(passes(key, readFilter({ label: 'eu' }))).toBe(false);
    expect(passes(key, readFilter({ account: 'Partner Nord' }))).toBe(false);
  });
});
