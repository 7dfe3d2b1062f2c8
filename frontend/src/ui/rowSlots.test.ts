import { describe, expect, it } from 'vitest';
import { RowSlots } from './rowSlots';

const keys = (slots: RowSlots, first: number, end: number, focused = -1) => [
  ...slots.assign(first, end, focused).values(),
];

describe('the elements of rows', () => {
  it('are all used again, in their order, when every row is another one', () => {
    const slots = new RowSlots();
    const before = keys(slots, 0, 30);
    expect(keys(slots, 500, 530)).toEqual(before);
    expect(keys(slots, 20, 50)).toEqual(before);
  });

  it('stay with their rows, and those that leave above serve those that enter below', () => {
    const slots = new RowSlots();
    expect(keys(slots, 0, 5)).toEqual([1, 2, 3, 4, 5]);
    expect(keys(slots, 2, 7)).toEqual([3, 4, 5, 1, 2]);
  });

  it('are new where rows enter above others that stay', () => {
    const slots = new RowSlots();
    keys(slots, 10, 15);
    expect(keys(slots, 8, 13)).toEqual([6, 7, 1, 2, 3]);
  });

  it('are no other row’s while theirs has the focus', () => {
    const slots = new RowSlots();
    expect(keys(slots, 0, 3, 1)).toEqual([1, 2, 3]);
    expect(keys(slots, 100, 103, 1)).toEqual([1, 3, 4]);
  });

  it('never serve two rows at once, however the list moves', () => {
    const slots = new RowSlots();
    for (let step = 0; step < 2_000; step += 1) {
      const first = (step * 37) % 101;
      const given = keys(slots, first, first + 5 + (step % 13), step % 50);
      expect(new Set(given).size).toBe(given.length);
    }
  });
});
