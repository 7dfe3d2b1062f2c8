import { useSyncExternalStore } from 'react';
import { keptChoice, useKept } from './kept';

export type Scheme = 'light' | 'dark';
export type SchemeChoice = Scheme | 'auto';

// public/scheme.js reads the same place before the first paint.
const choice = keptChoice<SchemeChoice>('latchkey.scheme', ['light', 'dark', 'auto'], 'auto');
const media = window.matchMedia('(prefers-color-scheme: dark)');

const system = {
  subscribe: (listener: () => void) => {
    media.addEventListener('change', listener);
    return () => media.removeEventListener('change', listener);
  },
  dark: () => media.matches,
};

export const chooseScheme = choice.choose;

export function useSchemeChoice(): SchemeChoice {
  return useKept(choice);
}

/** The colours to show now. */
export function useScheme(): Scheme {
  const dark = useSyncExternalStore(system.subscribe, system.dark);
  const chosen = useKept(choice);
  return chosen === 'auto' ? (dark ? 'dark' : 'light') : chosen;
}
