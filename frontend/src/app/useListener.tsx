import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from '../api/queries';
import { host } from '../platform';
import { later } from '../ui/later';
import { useRootDialog } from '../ui/RootDialog';
import { toast, toastError } from '../ui/toast';
import { useCore } from './core';
import { type Turn, useTurn } from './listenerCalls';

// A dialog is no part of a first visit.
const StopListenerDialog = later(async () => (await import('./StopListenerDialog')).StopListenerDialog);

export interface ListenerControl {
  /** What can be done from here, now. */
  can: Record<Turn, boolean>;
  /** This browser came by it: stopping it would cut this very page off. */
  branch: boolean;
  busy: boolean;
  start: () => void;
  /** Asks first: programs are refused from then on. */
  stop: () => void;
  restart: () => void;
}

export function useListener(): ListenerControl {
  const { t } = useTranslation();
  const { status, lostAt } = useCore();
  const { data: session } = useQuery(sessionQuery);
  const dialog = useRootDialog();
  const turn = useTurn();
  const listener = status?.listener;
  const branch = listener?.portal === true && !host.can('localOperator');
  const may = session?.operator.role === 'owner' && lostAt === null && !branch && !turn.isPending;
  const on = listener?.state === 'listening';
  const run = (which: Turn, done: 'listener.started' | 'listener.restarted') =>
    turn.mutate(which, {
      onSuccess: ({ listener: { address } }) => toast(t(done, { address })),
      onError: toastError,
    });
  return {
    can: { start: may && listener !== undefined && !on, stop: may && on, restart: may && on },
    branch,
    busy: turn.isPending,
    start: () => run('start', 'listener.started'),
    stop: () => dialog.show(<StopListenerDialog url={listener?.url ?? ''} onClose={dialog.close} />),
    restart: () => run('restart', 'listener.restarted'),
  };
}
