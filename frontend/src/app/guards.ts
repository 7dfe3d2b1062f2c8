import { redirect } from '@tanstack/react-router';
import { asApiError } from '../api/error';
import { queryClient, sessionQuery, statusQuery } from '../api/queries';

const skipPlace = 'latchkey.first-run';

/** Lets an operator in; everybody else goes to sign-in and comes back to the same page. */
export async function requireOperator({ location }: { location: { href: string } }): Promise<void> {
  try {
    await queryClient.ensureQueryData(sessionQuery);
  } catch (cause) {
    if (asApiError(cause).status !== 401) throw cause;
    throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { return: location.href } });
  }
}

/** Leads to the first run while there is no key, once a tab. */
export async function offerFirstRun(): Promise<void> {
  const status = await queryClient.ensureQueryData(statusQuery);
  if (status.firstRun && sessionStorage.getItem(skipPlace) !== 'skipped') {
    throw redirect({ to: '/first-run' });
  }
}
