import { api, stopReading } from './client';
import { queryClient } from './queries';
import { leaveSession, setLeaving } from './session';

/**
 * Ends the session. What is under way is let go of first, and nothing is asked meanwhile: it would be refused, and a page
 * that is refused says that somebody else has ended the session.
 */
export async function signOut(): Promise<void> {
  setLeaving(true);
  try {
    await queryClient.cancelQueries();
    stopReading();
    await api.DELETE('/api/v1/session');
    leaveSession();
    queryClient.clear();
  } finally {
    setLeaving(false);
    // Where the session goes on, so do its pages. Of nobody there is nothing left to ask.
    void queryClient.invalidateQueries();
  }
}
