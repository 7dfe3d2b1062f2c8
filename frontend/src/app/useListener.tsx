import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../api/client';
import { sessionQuery, statusQuery } from '../api/queries';
import type { Status } from '../api/types';
import { host } from '../platform';
import { useRootDialog } from '../ui/RootDialog';
import { toast, toastError } from '../ui/toast';
import { useCore } from './core';

// A dialog is no part of a first visit.
const StopListenerDialog = lazy(async () => ({
  default: (await import('./StopListenerDialog')).StopListenerDialog,
}));

/** Moves the listener to another address and shows the state that came of it. */
export function useListen() {
  const { t } = useTranslation();
  const shown = useShown();
  return useMutation({
    mutationFn: (address: string) => take(api.PUT('/api/v1/listener', { body: { address } })),
    onSuccess: (status) => {
      shown(status);
      toast(t('listener.nowOn', { address: status.listener.address }));
    },
    onError: toastError,
  });
}

const paths = {
  start: '/api/v1/listener/start',
  stop: '/api/v1/listener/stop',
  restart: '/api/v1/listener/restart',
} as const;

export type Turn = keyof typeof paths;

/** Starts, stops or restarts it; the caller says what came of it. */
export function useTurn() {
  const shown = useShown();
  return useMutation({
    mutationFn: (turn: Turn) => take(api.POST(paths[turn])),
    onSuccess: shown,
  });
}

function useShown(): (status: Status) => void {
  const client = useQueryClient();
  return (status) => {
    client.setQueryData(statusQuery.queryKey, status);
    void client.invalidateQueries({ queryKey: ['audit'] });
  };
}

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
