import { useSyncExternalStore } from 'react';

export type Scheme = 'light' | 'dark';
export type SchemeChoice = Scheme | 'auto';

// public/scheme.js reads the same place before the first paint.
const place = 'latchkey.scheme';
const media = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
media.addEventListener('change', tell);

function stored(): SchemeChoice {
  try {
    const value = localStorage.getItem(place);
    return value === 'light' || value === 'dark' ? value : 'auto';
  } catch {
    return 'auto';
  }
}

let choice = stored();

function tell(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function chooseScheme(next: SchemeChoice): void {
  choice = next;
  try {
    localStorage.setItem(place, next);
  } catch {
    // It holds for this page then.
  }
  tell();
}

export function useSchemeChoice(): SchemeChoice {
  return useSyncExternalStore(subscribe, () => choice);
}

/** The colours to show now. */
export function useScheme(): Scheme {
  return useSyncExternalStore(subscribe, () =>
    choice === 'auto' ? (media.matches ? 'dark' : 'light') : choice,
  );
}
