import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, take } from '../api/client';
import { statusQuery } from '../api/queries';
import type { Status } from '../api/types';
import { toast, toastError } from '../ui/toast';

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
