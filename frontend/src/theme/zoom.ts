import { host } from '../platform';
import { keptChoice, useKept } from './kept';

/** Per cent, as words. */
const steps = ['80', '90', '100', '110', '125', '150', '175', '200'] as const;

export type Zoom = (typeof steps)[number];

export const zooms: readonly Zoom[] = steps;

// public/scheme.js reads the same place before the first paint.
const choice = keptChoice<Zoom>('latchkey.zoom', steps, '100');

function draw(zoom: Zoom): void {
  document.documentElement.style.zoom = zoom === '100' ? '' : String(Number(zoom) / 100);
}

/** The window's own zoom lays the page out in what is left of it; a style can only draw it larger. */
async function apply(): Promise<void> {
  const zoom = choice.now();
  if (!host.window) return draw(zoom);
  draw('100');
  if (!(await host.window.zoom(Number(zoom)))) draw(choice.now());
}

/** Shows the page in its chosen size, now and when that changes. */
export function startZoom(): void {
  if (choice.now() !== '100') void apply();
  choice.subscribe(() => void apply());
}

/**
 * How many pixels of the window one of the page is, as far as boxes are measured in the former: engines differ in
 * whether getBoundingClientRect answers before or after zoom.
 */
export function measuredScale(): number {
  const { offsetWidth } = document.body;
  return offsetWidth > 0 ? document.body.getBoundingClientRect().width / offsetWidth : 1;
}

export const chooseZoom = choice.choose;

/** One step more or less; at the end of the scale it stays. */
export function stepZoom(by: 1 | -1): void {
  const next = steps[steps.indexOf(choice.now()) + by];
  if (next) choice.choose(next);
}

export function useZoom(): Zoom {
  return useKept(choice);
}
