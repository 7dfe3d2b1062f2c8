import { useSyncExternalStore } from 'react';

/** One of a few words, kept on this computer for this browser or window. */
export interface KeptChoice<Word extends string> {
  now: () => Word;
  choose: (next: Word) => void;
  subscribe: (listener: () => void) => () => void;
}

export function keptChoice<Word extends string>(
  place: string,
  words: readonly Word[],
  first: Word,
): KeptChoice<Word> {
  const listeners = new Set<() => void>();
  let choice = read(place, words) ?? first;
  return {
    now: () => choice,
    choose: (next) => {
      choice = next;
      try {
        localStorage.setItem(place, next);
      } catch {
        // It holds for this page then.
      }
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function read<Word extends string>(place: string, words: readonly Word[]): Word | undefined {
  try {
    const kept = localStorage.getItem(place);
    return words.find((word) => word === kept);
  } catch {
    return undefined;
  }
}

export function useKept<Word extends string>({ subscribe, now }: KeptChoice<Word>): Word {
  return useSyncExternalStore(subscribe, now);
}
