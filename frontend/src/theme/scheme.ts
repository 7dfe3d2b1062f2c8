import { useSyncExternalStore } from 'react';
import { host } from '../platform';

export type Scheme = 'light' | 'dark';
export type SchemeChoice = Scheme | 'auto';

// public/scheme.js reads the same place before the first paint.
const place = 'latchkey.scheme';
const media = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
let asked: Scheme | null = null;

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

/** Keeps up with the system: by the engine of the page, or by the desktop where that knows better. */
export function followSystem(): void {
  const ask = async () => {
    asked = await host.colorScheme();
    tell();
  };
  media.addEventListener('change', tell);
  window.addEventListener('focus', ask);
  void ask();
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
    choice === 'auto' ? (asked ?? (media.matches ? 'dark' : 'light')) : choice,
  );
}
