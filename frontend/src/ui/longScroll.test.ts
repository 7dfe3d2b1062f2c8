import { describe, expect, it } from 'vitest';
import { LongScroll } from './longScroll';

const row = 40;
const head = 32;

/** A box with a list in it, as a browser has one: the bar stops at its ends and stands at whole pixels. */
class Box {
  readonly scroll = new LongScroll();
  bar = 0;
  total: number;

  constructor(
    total: number,
    readonly screen = 640,
  ) {
    this.total = total;
    this.resize(total);
  }

  resize(total: number) {
    this.total = total;
    this.scroll.resize(total * row, head, this.screen);
    this.scroll.scrolled(this.#stops(this.bar));
    this.#set(this.scroll.rest);
  }

  get lastBar() {
    return head + LongScroll.drawn(this.total * row) - this.screen;
  }

  get lastPlace() {
    return head + this.total * row - this.screen;
  }

  /** Somebody moves the bar. */
  to(bar: number) {
    this.bar = this.#stops(bar);
    this.scroll.scrolled(this.bar);
    if (this.scroll.stuck) this.#set(this.scroll.rest);
  }

  wheel(by: number) {
    this.to(this.bar + by);
  }

  rest() {
    this.#set(this.scroll.rest);
  }

  reveal(index: number) {
    const { place } = this.scroll;
    const from = index * row;
    const room = this.screen - head;
    this.#set(this.scroll.go(from < place ? from : Math.max(place, from + row - room)));
  }

  /** The rows that are whole in view: between the head, which stays, and the lower edge. */
  get rows() {
    const { place } = this.scroll;
    const first = Math.ceil(place / row);
    return { first, last: Math.floor((place + this.screen - head) / row) - 1 };
  }

  /** Where what is drawn begins: rows before it would stand above the top of the list's box. */
  get drawnFrom() {
    const first = Math.max(0, Math.floor(this.scroll.place / row) - 6);
    return first * row - this.scroll.offset;
  }

  #set(bar: number | null) {
    if (bar === null) return;
    this.bar = this.#stops(bar);
    this.scroll.moved(this.bar);
  }

  #stops(bar: number) {
    return Math.min(Math.max(0, Math.round(bar)), this.lastBar);
  }
}

/** The same numbers at every run. */
function* randoms(seed: number) {
  for (let at = seed; ; ) {
    at = (at * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield at / 2_147_483_648;
  }
}

const lengths = [30, 100_000, 125_001, 200_000, 1_000_000, 20_000_000];

describe.each(lengths)('a list of %i rows', (total) => {
  it('is never drawn higher than an element may be', () => {
    expect(LongScroll.drawn(total * row)).toBeLessThanOrEqual(5_000_000);
  });

  it('begins at its first row and ends at its last, wherever the bar came from', () => {
    const box = new Box(total);
    box.to(box.lastBar);
    expect(box.rows.last).toBe(total - 1);
    box.to(0);
    expect(box.rows.first).toBe(0);
  });

  it('goes on by the bar, never back, from the first place to the last', () => {
    const box = new Box(total);
    let before = -1;
    for (let step = 0; step <= 400; step += 1) {
      box.to(Math.round((box.lastBar * step) / 400));
      box.rest();
      expect(box.scroll.place).toBeGreaterThanOrEqual(before);
      before = box.scroll.place;
    }
    expect(before).toBe(box.lastPlace);
  });

  it('moves by one row where a wheel turns by one, at any place of it', () => {
    const box = new Box(total);
    for (const part of [0, 0.03, 0.049, 0.05, 0.051, 0.3, 0.5, 0.77, 0.95, 0.97, 1]) {
      box.to(Math.round(box.lastBar * part));
      box.rest();
      for (const by of [row, row, -row, -row, -row, row]) {
        const before = box.scroll.place;
        box.wheel(by);
        const wanted = Math.min(Math.max(0, before + by), box.lastPlace);
        // Where the bar and the place were put together again, by less than two pixels.
        expect(Math.abs(box.scroll.place - wanted)).toBeLessThan(2);
      }
    }
  });

  it('shows every row that is asked for, whole', () => {
    const box = new Box(total);
    let asked = 0;
    for (const random of randoms(total)) {
      if (asked++ > 600) break;
      const near = Math.min(total - 1, Math.max(0, box.rows.first + Math.round(random * 60 - 20)));
      const index = asked % 3 === 0 ? Math.floor(random * total) : near;
      box.reveal(index);
      if (asked % 5 === 0) box.rest();
      expect(box.rows.first).toBeLessThanOrEqual(index);
      expect(box.rows.last).toBeGreaterThanOrEqual(index);
    }
    box.reveal(total - 1);
    box.reveal(0);
    expect(box.rows.first).toBe(0);
  });

  it('can be wheeled to both ends in one go, however far the place and the bar are apart', () => {
    for (const part of [0.2, 0.5, 0.9]) {
      const box = new Box(total);
      box.to(Math.round(box.lastBar * part));
      // Where the bar comes to its end before the place does, a part of a turn is lost.
      const turns = Math.ceil((1.01 * box.scroll.place) / 1_200) + 2;
      for (let turn = 0; turn < turns; turn += 1) box.wheel(-1_200);
      expect(box.scroll.place).toBe(0);
      box.to(Math.round(box.lastBar * part));
      const back = Math.ceil((1.01 * (box.lastPlace - box.scroll.place)) / 1_200) + 2;
      for (let turn = 0; turn < back; turn += 1) box.wheel(1_200);
      expect(box.scroll.place).toBe(box.lastPlace);
    }
  });

  it('draws its rows where the bar is, and nothing above the top', () => {
    const box = new Box(total);
    let moves = 0;
    for (const random of randoms(7 * total + 1)) {
      if (moves++ > 600) break;
      if (moves % 11 === 0) box.to(Math.round(random * box.lastBar));
      else if (moves % 7 === 0) box.rest();
      else box.wheel(Math.round((random - 0.5) * 2_400));
      // What is in view stands where the bar looks.
      expect(box.scroll.place - box.scroll.offset).toBeCloseTo(box.bar, 6);
      expect(box.drawnFrom).toBeGreaterThanOrEqual(-2 * row);
      expect(box.scroll.place).toBeGreaterThanOrEqual(0);
      expect(box.scroll.place).toBeLessThanOrEqual(box.lastPlace);
    }
  });
});

describe('a list that changes its length', () => {
  it('stays at its row while rows are added at its end', () => {
    const box = new Box(1_000_000);
    box.to(3_000_000);
    box.rest();
    const before = box.scroll.place;
    box.resize(1_000_050);
    expect(box.scroll.place).toBe(before);
    box.rest();
    expect(box.scroll.place).toBe(before);
  });

  it('ends at its last row when it has become shorter than where it was', () => {
    const box = new Box(1_000_000);
    box.to(box.lastBar);
    box.resize(300_000);
    expect(box.rows.last).toBe(299_999);
    box.resize(20);
    expect(box.scroll.offset).toBe(0);
  });
});
