import { describe, expect, it } from 'vitest';
import { formatAgo, formatDate, formatDateTime, formatList, formatNumber, formatRelative } from './format';

const now = new Date(2026, 10, 22, 14, 3, 12).getTime();
const gone = (seconds: number) => now - seconds * 1000;

describe('times', () => {
  it.each([
    [gone(2), 'just now'],
    [gone(41), '41 s ago'],
    [gone(120), '2 min ago'],
    [gone(3 * 3600), '3 h ago'],
    [new Date(2026, 10, 22, 1, 0).getTime(), 'today, 01:00'],
    [new Date(2026, 10, 21, 18, 20).getTime(), 'yesterday, 18:20'],
    [gone(12 * 86400), '12 days ago'],
    [new Date(2026, 10, 2, 9, 14).getTime(), '2 Nov, 09:14'],
    [new Date(2025, 2, 4, 9, 14).getTime(), '4 Mar 2025, 09:14'],
    [gone(-3 * 86400), 'in 3 days'],
    [gone(-86400), 'in 1 day'],
    [gone(-5 * 3600), 'in 5 h'],
    [gone(-90), 'in 2 min'],
  ])('%d is said as %s', (at, text) => {
    expect(formatRelative(at, now)).toBe(text);
  });

  it('never puts what has happened into the future, whatever the clocks say', () => {
    expect(formatAgo(now + 9_000, now)).toBe('just now');
  });

  it('carry day, month and year in this order', () => {
    expect(formatDate(new Date(2027, 1, 20))).toBe('20 Feb 2027');
    expect(formatDateTime(new Date(2027, 1, 20, 14, 3))).toBe('20 Feb 2027, 14:03');
  });
});

describe('numbers and lists', () => {
  it('group thousands by a narrow space that does not break', () => {
    expect(formatNumber(1284)).toBe('1\u202f284');
  });

  it('are joined as a sentence joins them', () => {
    expect(formatList(['Partner', 'InvoiceRead'])).toBe('Partner and InvoiceRead');
  });
});
