import { host } from '../platform';
import { overSession, stopReading } from './client';
import { queryClient } from './queries';
import { setLeaving } from './session';

/**
 * Locks the window: its bridge forgets the session, and the page waits under what asks for an operator. What is under way
 * is let go of first, as where somebody signs out.
 */
export async function lockWindow(): Promise<void> {
  setLeaving(true);
  try {
    await queryClient.cancelQueries();
    stopReading();
    await host.window?.lock();
  } finally {
    setLeaving(false);
    overSession();
  }
}
