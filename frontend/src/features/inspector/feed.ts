import { asApiError } from '../../api/error';
import type { components } from '../../api/schema.gen';

export type Activity = components['schemas']['Activity'];
type ActivityPage = components['schemas']['ActivityPage'];

interface FeedQuery {
  after?: number;
  before?: number;
  wait?: string;
  filter?: string;
}

export type LoadFeed = (query: FeedQuery, signal: AbortSignal) => Promise<ActivityPage>;

/** What a page shows of the feed; a new one whenever something has changed. */
export interface FeedState {
  /** Oldest first. The same array through its life: read it while drawing, keep nothing of it. */
  items: readonly Activity[];
  /** How many the core had dropped before they could be shown. */
  dropped: number;
  live: boolean;
  paused: boolean;
  /** The first answer is still on its way. */
  loading: boolean;
  error: Error | null;
  capture: ActivityPage['capture'];
  /** How many the core itself keeps. */
  size: number;
  /** There may be earlier ones, and room for them. */
  more: boolean;
}

const wait = '20s';
const retryAfter = 2_000;

/** Follows the core's feed of requests while it is wanted: one question at a time, each waiting for what comes next. */
export class Feed {
  readonly #load: LoadFeed;
  readonly #listeners = new Set<() => void>();
  #items: Activity[] = [];
  #keep = 5_000;
  #filter = '';
  #next = 0;
  /** What somebody cleared away does not come back: the newest of it. */
  #cleared = 0;
  /** The core may have earlier ones than the oldest here. */
  #earlier = false;
  #reading: AbortController | undefined;
  #paused = false;
  #running: AbortController | undefined;
  #state: FeedState;

  constructor(load: LoadFeed) {
    this.#load = load;
    this.#state = {
      items: this.#items,
      dropped: 0,
      live: false,
      paused: false,
      loading: true,
      error: null,
      capture: null,
      size: 0,
      more: false,
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): FeedState => this.#state;

  /** Begins anew with the newest that pass the filter. */
  follow(filter: string): void {
    this.#filter = filter;
    this.#next = 0;
    this.#cleared = 0;
    this.#earlier = false;
    this.#reading?.abort();
    this.#items.length = 0;
    this.#tell({ dropped: 0, loading: true, error: null });
    this.#run();
  }

  /** Asks no longer, until it is told to follow or to resume. */
  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#reading?.abort();
    this.#tell({ live: false });
  }

  /** The core goes on without us; what is still there is caught up on. */
  pause(on: boolean): void {
    this.#paused = on;
    this.#tell({ paused: on });
    if (on) this.stop();
    else this.#run();
  }

  clear(): void {
    this.#reading?.abort();
    this.#cleared = this.#next;
    this.#earlier = false;
    this.#items.length = 0;
    this.#tell({ dropped: 0 });
  }

  /** Brings what came before the oldest that is here, as far as the core still has it. */
  async earlier(): Promise<void> {
    const oldest = this.#items[0];
    if (!oldest || !this.#state.more || (this.#reading && !this.#reading.signal.aborted)) return;
    const reading = new AbortController();
    this.#reading = reading;
    try {
      const filter = this.#filter ? { filter: this.#filter } : {};
      const page = await this.#load({ ...filter, before: oldest.id }, reading.signal);
      if (reading.signal.aborted) return;
      const found = page.items.filter(({ id }) => id > this.#cleared);
      // The newest end has gone on meanwhile: some of these may be too many by now.
      const room = Math.max(0, this.#keep - this.#items.length);
      this.#items.unshift(...found.slice(Math.max(0, found.length - room)));
      this.#earlier = found.length > room || (page.more && found.length === page.items.length);
      this.#tell({});
    } catch {
      // The feed itself says what is wrong with the core; whoever scrolls on asks again.
    } finally {
      reading.abort();
    }
  }

  keep(count: number): void {
    this.#keep = count;
    this.#trim();
    this.#tell({});
  }

  /** What only the core knows has changed, and was just told. */
  captured(capture: FeedState['capture']): void {
    this.#tell({ capture });
  }

  #run(): void {
    this.#running?.abort();
    if (this.#paused) return;
    const running = new AbortController();
    this.#running = running;
    void this.#loop(running.signal);
  }

  async #loop(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await visible(signal);
      if (signal.aborted) return;
      try {
        const filter = this.#filter ? { filter: this.#filter } : {};
        const page = await this.#load(
          this.#next === 0 ? filter : { ...filter, after: this.#next, wait },
          signal,
        );
        if (signal.aborted) return;
        if (this.#next === 0) this.#earlier = page.more;
        this.#next = Math.max(page.next, 1);
        this.#items.push(...page.items);
        this.#trim();
        this.#tell({
          live: true,
          loading: false,
          error: null,
          dropped: this.#state.dropped + page.dropped,
          capture: page.capture,
          size: page.size,
        });
      } catch (cause) {
        if (signal.aborted) return;
        const error = asApiError(cause);
        this.#tell({ live: false, loading: false, error });
        // A filter that is none stays one until it is changed.
        if (error.status === 400) return;
        await pause(retryAfter, signal);
      }
    }
  }

  #trim(): void {
    const over = this.#items.length - this.#keep;
    if (over <= 0) return;
    this.#items.splice(0, over);
    this.#earlier = true;
  }

  #tell(change: Partial<FeedState>): void {
    const more = this.#earlier && this.#items.length < this.#keep;
    this.#state = { ...this.#state, items: this.#items, more, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** The filter without what is still being typed at its end: a term that has no value yet. */
export function completeFilter(text: string): string {
  return text.replace(/(^|\s+)-?[a-z]*:?$/, (last) => (last.endsWith(':') ? '' : last)).trim();
}

/** Where an id is among items, oldest first; of one that is gone the place of the next older. */
export function placeOf(items: readonly Activity[], id: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((items[middle]?.id ?? 0) <= id) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Nobody looks at a hidden tab. */
function visible(signal: AbortSignal): Promise<void> {
  if (document.visibilityState !== 'hidden') return Promise.resolve();
  return new Promise((done) => {
    const look = () => {
      if (document.visibilityState === 'hidden' && !signal.aborted) return;
      document.removeEventListener('visibilitychange', look);
      done();
    };
    document.addEventListener('visibilitychange', look);
    signal.addEventListener('abort', look, { once: true });
  });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        done();
      },
      { once: true },
    );
  });
}
