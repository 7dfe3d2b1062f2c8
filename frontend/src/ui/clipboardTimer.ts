import { useSyncExternalStore } from 'react';
import { host } from '../platform';

// A secret on the clipboard is taken off it again, whether its dialog is still open or not.
const after = 60;
let left: number | null = null;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function set(seconds: number | null): void {
  left = seconds;
  for (const listener of listeners) listener();
}

/** Empties the clipboard in a minute if it then still holds this text, where the host can. */
export function clearClipboardLater(text: string): void {
  if (!host.can('clearClipboard')) return;
  clearInterval(timer);
  const due = Date.now() + after * 1000;
  set(after);
  timer = setInterval(() => {
    const seconds = Math.ceil((due - Date.now()) / 1000);
    if (seconds > 0) {
      set(seconds);
      return;
    }
    clearInterval(timer);
    set(null);
    void host.clearText(text);
  }, 1000);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Seconds until the clipboard is cleared, null while nothing of ours is on it. */
export function useClipboardTimer(): number | null {
  return useSyncExternalStore(subscribe, () => left);
}
