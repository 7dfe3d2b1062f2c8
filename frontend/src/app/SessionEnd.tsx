import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { sessionQuery } from '../api/queries';
import { setSessionEnded, useSessionEnded } from '../api/sessionEnd';
import { loadTexts } from '../i18n';
import { later } from '../ui/later';

const SessionEndedDialog = later(async () => {
  const [module] = await Promise.all([import('../features/entry/SessionEndedDialog'), loadTexts('entry')]);
  return module.SessionEndedDialog;
});

/** What stands over the page when the session ended and something in it is not saved. */
export function SessionEnd() {
  const client = useQueryClient();
  const router = useRouter();
  if (!useSessionEnded()) return null;
  // Nobody but who typed it may see what the page holds.
  const go = (to: '/overview' | '/sign-in', search: object) => {
    setSessionEnded(false);
    void router.navigate({ to, search, ignoreBlocker: true });
  };
  const leave = () => {
    client.clear();
    go('/sign-in', { return: router.state.location.href, reason: 'expired' });
  };
  return (
    <SessionEndedDialog
      username={client.getQueryData(sessionQuery.queryKey)?.operator.username ?? ''}
      onSignedIn={(same) => (same ? setSessionEnded(false) : go('/overview', {}))}
      onLeave={leave}
    />
  );
}
