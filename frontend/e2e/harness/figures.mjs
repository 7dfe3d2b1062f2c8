/** Figures beside their limits, as the scripts that measure print them. */
export class Figures {
  #missed = 0;

  /** Prints one, and remembers whether it is within what it may be at most (or with `least`, at least). */
  say(what, value, { most, least, unit = '', digits = 1, note = '' }) {
    const kept = most === undefined ? value >= least : value <= most;
    if (!kept) this.#missed += 1;
    const limit = most === undefined ? `at least ${least}` : `at most ${most}`;
    const number = [value.toFixed(digits), unit].filter(Boolean).join(' ');
    console.log(`${kept ? 'ok  ' : 'MISS'} ${what}: ${number} (${limit})${note ? `; ${note}` : ''}`);
  }

  /** For the process: 1 where one was missed. */
  get exitCode() {
    return this.#missed > 0 ? 1 : 0;
  }
}

export function median(values) {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
}
