import { useQuery } from '@tanstack/react-query';
import { Lock } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { api, overSession } from '../api/client';
import { lockWindow } from '../api/lock';
import { sessionQuery } from '../api/queries';
import { useSessionEnded } from '../api/sessionEnd';
import { host } from '../platform';
import { useCommands } from '../ui/commands';
import { watchTouches } from './touches';

// A refusal of it locks the window, as that of any other request does.
const touch = () => void api.POST('/api/v1/session/touch').catch(() => {});

/** Locks a window that locks: when it is left alone, on demand, and when the system locks its own screen. */
export function useWindowLock(): void {
  const { t } = useTranslation();
  const { data } = useQuery({ ...sessionQuery, enabled: host.window !== null });
  const locked = useSessionEnded();
  const after = host.window && !locked ? (data?.locksAfter ?? null) : null;
  useEffect(() => {
    if (after === null) return;
    const unwatch = watchTouches({ after: after * 1000, report: touch, onLeft: () => void lockWindow() });
    const unhear = host.window?.onLocked(overSession);
    return () => {
      unwatch();
      unhear?.();
    };
  }, [after]);
  useCommands([
    {
      id: 'lock',
      label: t('command.lock'),
      icon: Lock,
      keys: 'mod L',
      group: 'do',
      words: t('command.lockWords'),
      above: true,
      when: after !== null,
      run: () => void lockWindow(),
    },
  ]);
}
