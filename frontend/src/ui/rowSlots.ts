/**
 * The keys under which rows are drawn, so that React uses the elements of rows that leave the view for those that enter
 * it: making new ones is most of what scrolling costs.
 */
export class RowSlots {
  #keys = new Map<number, number>();
  #made = 0;

  /** A key for each of these rows, which stand one after another. The row that has the focus keeps its element to itself. */
  assign(first: number, end: number, focused: number): ReadonlyMap<number, number> {
    const before = this.#keys;
    const free: number[] = [];
    let kept = false;
    for (const [index, key] of before) {
      if (index >= first && index < end) kept = true;
      else if (index !== focused) free.push(key);
    }
    const keys = new Map<number, number>();
    // What comes above rows that stay gets new elements: React would move all of the others otherwise.
    let reuse = !kept;
    for (let index = first; index < end; index += 1) {
      const own = before.get(index);
      if (own !== undefined) reuse = true;
      keys.set(index, own ?? (reuse ? free.shift() : undefined) ?? this.#make());
    }
    this.#keys = keys;
    return keys;
  }

  #make(): number {
    this.#made += 1;
    return this.#made;
  }
}
