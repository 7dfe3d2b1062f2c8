import { useSyncExternalStore } from 'react';
import { keptChoice, useKept } from './kept';

export type Density = 'roomy' | 'compact';

export const densities: readonly Density[] = ['roomy', 'compact'];

/** How high the rows of all lists are. */
const choice = keptChoice<Density>('latchkey.density', densities, 'roomy');

/** A window so short that rows of two lines would leave room for hardly one; tokens.css knows the same limit. */
const media = window.matchMedia('(max-height: 399px)');

const short = {
  subscribe: (listener: () => void) => {
    media.addEventListener('change', listener);
    return () => media.removeEventListener('change', listener);
  },
  now: () => media.matches,
};

export const chooseDensity = choice.choose;

export function useDensity(): Density {
  return useKept(choice);
}

/** Lists draw their rows in one line there, whatever was chosen. */
export function useShortWindow(): boolean {
  return useSyncExternalStore(short.subscribe, short.now);
}
