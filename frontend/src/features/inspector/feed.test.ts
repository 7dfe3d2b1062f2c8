import { waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { ApiError } from '../../api/error';
import { type Activity, completeFilter, Feed, type LoadFeed, placeOf } from './feed';

function request(id: number): Activity {
  return {
    id,
    at: '2026-11-22T14:03:00Z',
    method: 'POST',
    path: '/login',
    status: 201,
    ms: 1,
    code: '',
    reason: '',
    subject: null,
    address: '10.0.0.4',
    agent: '',
    requestId: `r${id}`,
    bytesIn: 0,
    bytesOut: 0,
  };
}

/** A core that answers each question with the next of these, and then with nothing until it is given up. */
function core(answers: (Activity[] | ApiError)[], { dropped = 0, more = false } = {}) {
  const asked: Parameters<LoadFeed>[0][] = [];
  const load: LoadFeed = (query, signal) => {
    asked.push(query);
    const items = answers.shift();
    if (items instanceof ApiError) return Promise.reject(items);
    if (items) {
      const next = items.at(-1)?.id ?? query.after ?? 0;
      return Promise.resolve({ items, next, dropped, more, size: 5_000, capture: null });
    }
    return new Promise((_, fail) => signal.addEventListener('abort', () => fail(new Error('given up'))));
  };
  return { load, asked };
}

const running: Feed[] = [];
function feedOf(load: LoadFeed): Feed {
  const feed = new Feed(load);
  running.push(feed);
  return feed;
}
afterEach(() => {
  for (const feed of running.splice(0)) feed.stop();
});

describe('the feed', () => {
  it('begins with the newest and goes on after them', async () => {
    const { load, asked } = core([[request(1), request(2)], [request(3)]]);
    const feed = feedOf(load);
    feed.follow('status:4xx');
    await waitFor(() => expect(feed.state().items.map(({ id }) => id)).toEqual([1, 2, 3]));
    await waitFor(() =>
      expect(asked).toEqual([
        { filter: 'status:4xx' },
        { filter: 'status:4xx', after: 2, wait: '20s' },
        { filter: 'status:4xx', after: 3, wait: '20s' },
      ]),
    );
    expect(feed.state().live).toBe(true);
  });

  it('keeps the newest, and counts what the core had dropped', async () => {
    const { load } = core([Array.from({ length: 30 }, (_, at) => request(at + 1)), [request(31)]], {
      dropped: 7,
    });
    const feed = feedOf(load);
    feed.keep(10);
    feed.follow('');
    await waitFor(() => expect(feed.state().items.at(-1)?.id).toBe(31));
    expect(feed.state().items).toHaveLength(10);
    expect(feed.state().dropped).toBe(14);
  });

  it('asks nothing while it is paused, and then goes on where it was', async () => {
    const { load, asked } = core([[request(1)]]);
    const feed = feedOf(load);
    feed.follow('');
    await waitFor(() => expect(asked).toHaveLength(2));
    feed.pause(true);
    expect(feed.state()).toMatchObject({ live: false, paused: true });
    feed.pause(false);
    await waitFor(() => expect(asked).toHaveLength(3));
    expect(asked[2]).toMatchObject({ after: 1 });
  });

  it('brings what came before its oldest, as far as it keeps so many', async () => {
    const asked: Parameters<LoadFeed>[0][] = [];
    const load: LoadFeed = (query, signal) => {
      asked.push(query);
      if (query.after !== undefined) return new Promise((_, fail) => signal.addEventListener('abort', fail));
      const to = query.before ?? 101;
      const from = Math.max(1, to - 40);
      const items = Array.from({ length: to - from }, (_, at) => request(from + at));
      return Promise.resolve({ items, next: 100, dropped: 0, more: from > 1, size: 5_000, capture: null });
    };
    const ids = () => feed.state().items.map(({ id }) => id);
    const feed = feedOf(load);
    feed.keep(90);
    feed.follow('path:/login');
    await waitFor(() => expect(feed.state().more).toBe(true));
    // Asked twice, it reads once.
    await Promise.all([feed.earlier(), feed.earlier()]);
    expect(asked.filter(({ before }) => before !== undefined)).toEqual([
      { filter: 'path:/login', before: 61 },
    ]);
    expect(ids()).toEqual(Array.from({ length: 80 }, (_, at) => 21 + at));
    await feed.earlier();
    expect(ids()).toEqual(Array.from({ length: 90 }, (_, at) => 11 + at));
    expect(feed.state().more).toBe(false);
    feed.keep(200);
    await feed.earlier();
    expect(ids()[0]).toBe(1);
    expect(feed.state().more).toBe(false);
  });

  it('does not bring back what was cleared away', async () => {
    const { load, asked } = core([[request(1), request(2)], [request(3)]], { more: true });
    const feed = feedOf(load);
    feed.follow('');
    await waitFor(() => expect(feed.state().items).toHaveLength(3));
    feed.clear();
    await feed.earlier();
    expect(feed.state()).toMatchObject({ items: [], more: false });
    expect(asked.every(({ before }) => before === undefined)).toBe(true);
  });

  it('says what is wrong with a filter and does not ask again until it is another', async () => {
    const wrong = new ApiError({ code: 'invalid', message: 'no such term', status: 400 });
    const { load, asked } = core([wrong, [request(5)]]);
    const feed = feedOf(load);
    feed.follow('colour:red');
    await waitFor(() => expect(feed.state().error).toBe(wrong));
    expect(asked).toHaveLength(1);
    feed.follow('');
    await waitFor(() => expect(feed.state().items).toHaveLength(1));
    expect(feed.state().error).toBeNull();
  });
});

describe('a filter that is being typed', () => {
  it.each([
    ['key:', ''],
    ['status:4xx path:', 'status:4xx'],
    ['status:4xx -key:', 'status:4xx'],
    ['status:4xx path:/login', 'status:4xx path:/login'],
    ['billing', 'billing'],
  ])('%s asks for %s', (typed, asked) => {
    expect(completeFilter(typed)).toBe(asked);
  });
});

describe('the place of an id', () => {
  it('is that of the next older where it is gone', () => {
    const items = [2, 4, 6].map(request);
    expect([1, 2, 3, 6, 9].map((id) => placeOf(items, id))).toEqual([-1, 0, 0, 2, 2]);
    expect(placeOf([], 3)).toBe(-1);
  });
});
