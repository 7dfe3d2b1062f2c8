import { describe, expect, it } from 'vitest';
import { expiryFault, expiryMoment, expiryWord } from './expiry';

const now = Date.parse('2026-11-22T14:03:00Z');

describe('an expiry', () => {
  it('goes to the core as a span, so that it counts from the moment of its decision', () => {
    expect(expiryWord({ kind: 'span', span: '90d' })).toBe('90d');
    expect(expiryWord({ kind: 'never' })).toBe('never');
    expect(expiryWord({ kind: 'custom', at: new Date(now) })).toBe('2026-11-22T14:03:00.000Z');
  });

  it('is left out where it stays as it is', () => {
    expect(expiryWord({ kind: 'keep', at: '2027-01-01T00:00:00Z' })).toBeUndefined();
  });

  it('shows the day it comes to', () => {
    expect(expiryMoment({ kind: 'span', span: '90d' }, now)?.toISOString()).toBe('2027-02-20T14:03:00.000Z');
    expect(expiryMoment({ kind: 'span', span: '1y' }, now)?.toISOString()).toBe('2027-11-22T14:03:00.000Z');
    expect(expiryMoment({ kind: 'never' }, now)).toBeNull();
  });

  it('is refused where it is empty or over', () => {
    expect(expiryFault({ kind: 'custom', at: null }, now)).toBe('expiry.missing');
    expect(expiryFault({ kind: 'custom', at: new Date(now - 1) }, now)).toBe('expiry.past');
    expect(expiryFault({ kind: 'custom', at: new Date(now + 1) }, now)).toBeNull();
    expect(expiryFault({ kind: 'never' }, now)).toBeNull();
  });
});
