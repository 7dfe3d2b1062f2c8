import { redirect } from '@tanstack/react-router';
import { asApiError } from '../api/error';
import { queryClient, sessionQuery, statusQuery } from '../api/queries';
import { sessionValue } from '../api/session';
import { host } from '../platform';

const skipPlace = 'latchkey.first-run';

/** Lets an operator in; everybody else goes to sign-in and comes back to the same page. */
export async function requireOperator({ location }: { location: { href: string } }): Promise<void> {
  const toSignIn = () =>
    redirect({ to: '/sign-in', search: location.href === '/' ? {} : { return: location.href } });
  // Without one half of a session there is nothing to ask.
  if (sessionValue() === null && !host.can('localOperator')) throw toSignIn();
  let enrol = false;
  try {
    const { operator } = await queryClient.ensureQueryData(sessionQuery);
    // Until a second factor is set up the core refuses everything else.
    if (operator.mustEnrol && !location.href.startsWith('/account')) enrol = true;
  } catch (cause) {
    if (asApiError(cause).status !== 401) throw cause;
    throw toSignIn();
  }
  if (enrol) throw redirect({ to: '/account' });
}

/** Leads to the first run while there is no key, once a tab. */
export async function offerFirstRun(): Promise<void> {
  if (queryClient.getQueryData(sessionQuery.queryKey)?.operator.mustEnrol) return;
  const status = await queryClient.ensureQueryData(statusQuery);
  if (status.firstRun && sessionStorage.getItem(skipPlace) !== 'skipped') {
    throw redirect({ to: '/first-run' });
  }
}
