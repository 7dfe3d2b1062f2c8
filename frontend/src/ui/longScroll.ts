/**
 * How high the rows of a list are drawn at most. Chromium ends at 33,554,432 px and Firefox at 17,895,697, both of them
 * of the screen: this times the largest zoom and a fine screen is below either.
 */
const highest = 5_000_000;

/** This much at either end is scrolled as it is, whatever the middle does. */
const plainEnd = 250_000;

/** Moves of up to so many screens are somebody's wheel, finger or key: those above are the thumb of the scroll bar. */
const stepScreens = 2;

/** A bar that was set stands at a pixel of the screen, which may be larger than one of the page. */
const rounding = 2;

/**
 * Where a list is scrolled to that may be higher than any element can be. It is drawn lower, then: the bar goes through
 * what is drawn, the place through the whole list. A drag of the thumb takes the place proportionally with the bar; a
 * step moves it by exactly what the bar has moved, so that a wheel goes from row to row. The two drift apart by that,
 * and are brought together again when the list has come to rest (`rest`) or the bar would hit an end too early (`stuck`).
 * Of a list that is not as high the place is the bar.
 */
export class LongScroll {
  #place = 0;
  #bar = 0;
  #screen = 0;
  /** As far as the place and the bar can go. */
  #lastPlace = 0;
  #lastBar = 0;

  /** How high rows of that height together are drawn. */
  static drawn(rows: number): number {
    return Math.min(rows, highest);
  }

  /** The px of the list that stand at the top of what is in view. */
  get place(): number {
    return this.#place;
  }

  /** How much further down rows stand in the list than they are drawn. */
  get offset(): number {
    return this.#place - this.#bar;
  }

  /** The list has another length or the box another height: `rows` and `head` are px that scroll, `screen` those in view. */
  resize(rows: number, head: number, screen: number): void {
    this.#screen = screen;
    this.#lastPlace = Math.max(0, head + rows - screen);
    this.#lastBar = Math.max(0, head + LongScroll.drawn(rows) - screen);
    this.#place = this.#long ? this.#withinList(this.#place) : this.#bar;
  }

  /** The bar was moved to there. */
  scrolled(bar: number): void {
    const by = bar - this.#bar;
    this.#bar = bar;
    const there = this.#placeOf(bar);
    const stepped = this.#withinList(this.#place + by);
    const apart = Math.abs(there - stepped) >= rounding || !this.#isPlain(bar);
    this.#place = this.#isStep(by) && apart ? stepped : there;
  }

  /** Shows that place. @returns where the bar has to be for it; what became of that is told to `moved`. */
  go(place: number): number {
    const next = this.#withinList(place);
    const by = next - this.#place;
    this.#place = next;
    const bar = this.#bar + by;
    return this.#isStep(by) && bar >= 0 && bar <= this.#lastBar ? bar : this.#barOf(next);
  }

  /** The bar was set to there for the place as it is: a browser rounds. */
  moved(bar: number): void {
    this.#bar = bar;
    if (!this.#long) this.#place = bar;
  }

  /** Where the bar belongs by the place, null while it is there. */
  get rest(): number | null {
    if (!this.#long) return null;
    const bar = this.#barOf(this.#place);
    return Math.abs(bar - this.#bar) < rounding ? null : bar;
  }

  /** The bar is so near an end that it would stop before the place is at the list's. */
  get stuck(): boolean {
    const nearEnd = this.#bar < this.#screen || this.#bar > this.#lastBar - this.#screen;
    return nearEnd && this.rest !== null;
  }

  get #long(): boolean {
    return this.#lastPlace > this.#lastBar;
  }

  #isPlain(bar: number): boolean {
    return bar <= plainEnd || bar >= this.#lastBar - plainEnd;
  }

  #isStep(by: number): boolean {
    return this.#long && Math.abs(by) <= stepScreens * this.#screen;
  }

  #withinList(place: number): number {
    return Math.min(Math.max(0, place), this.#lastPlace);
  }

  #placeOf(bar: number): number {
    const skipped = this.#lastPlace - this.#lastBar;
    if (!this.#long || bar <= plainEnd) return Math.max(0, bar);
    if (bar >= this.#lastBar - plainEnd) return this.#withinList(bar + skipped);
    return plainEnd + (bar - plainEnd) * this.#scale;
  }

  #barOf(place: number): number {
    const skipped = this.#lastPlace - this.#lastBar;
    if (!this.#long || place <= plainEnd) return place;
    if (place >= this.#lastPlace - plainEnd) return place - skipped;
    return plainEnd + (place - plainEnd) / this.#scale;
  }

  /** How much further the place goes than the bar, between the plain ends. */
  get #scale(): number {
    return (this.#lastPlace - 2 * plainEnd) / (this.#lastBar - 2 * plainEnd);
  }
}
