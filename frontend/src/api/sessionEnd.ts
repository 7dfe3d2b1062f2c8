import { useSyncExternalStore } from 'react';

// A session that ended under a page that would lose something by being left: the page stays, and whoever was in it signs
// in over it.
let ended = false;
const heard = new Set<() => void>();

export function setSessionEnded(to: boolean): void {
  ended = to;
  for (const hear of heard) hear();
}

function subscribe(hear: () => void): () => void {
  heard.add(hear);
  return () => heard.delete(hear);
}

export const useSessionEnded = (): boolean => useSyncExternalStore(subscribe, () => ended);
