import { expect, it } from 'vitest';
import { axisTime, milliseconds } from './tally';

const hour = 3_600_000;

it('says midnight by its date where bars are hours of several days', () => {
  const now = new Date(2026, 10, 26, 12).getTime();
  const midnight = new Date(2026, 10, 24).getTime();
  expect(axisTime(midnight, hour, now)).toBe('24 Nov');
  expect(axisTime(midnight + 6 * hour, hour, now)).toBe('06:00');
  expect(axisTime(midnight, hour / 4, now)).toBe('00:00');
  expect(axisTime(midnight, 24 * hour, now)).toBe('24 Nov');
});

it('says so much of milliseconds as tells them apart', () => {
  expect([0.04, 0.31, 4.12, 38.4].map(milliseconds)).toEqual(['0.04', '0.3', '4.1', '38']);
});
