import { keptChoice, useKept } from './kept';

export type Density = 'roomy' | 'compact';

export const densities: readonly Density[] = ['roomy', 'compact'];

/** How high the rows of all lists are. */
const choice = keptChoice<Density>('latchkey.density', densities, 'roomy');

export const chooseDensity = choice.choose;

export function useDensity(): Density {
  return useKept(choice);
}
