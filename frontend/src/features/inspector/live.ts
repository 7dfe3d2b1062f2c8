import { useSyncExternalStore } from 'react';

// Whether requests are being followed in this tab: the dot in the sidebar says so.
let live = false;
const listeners = new Set<() => void>();

export function setLive(to: boolean): void {
  if (live === to) return;
  live = to;
  for (const listener of listeners) listener();
}

export function useLive(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => live,
  );
}
