import { useNavigate } from '@tanstack/react-router';
import {
  Activity,
  Ban,
  CalendarClock,
  CalendarPlus,
  CirclePlay,
  Copy,
  PanelRight,
  Pause,
  Pencil,
  Play,
  RefreshCw,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Key, KeyWithSecret } from '../../api/types';
import type { GridRows } from '../../ui/ListRows';
import { useRootDialog } from '../../ui/RootDialog';
import type { RowAction, RowActions } from '../../ui/RowMenu';
import { toast, toastError } from '../../ui/toast';
import { useCopy } from '../../ui/useCopy';
import { useKeyAct } from './calls';
import { KeySecretDialog } from './KeySecretDialog';
import { PauseDialog } from './PauseDialog';
import { RevokeDialog } from './RevokeDialog';
import { RotateDialog } from './RotateDialog';
import { endsSoon, hasEnded } from './status';
import { ExtendDialog, RenewDialog } from './TermDialogs';

/** What an address can ask of a key: `?task=rotate`. */
export const tasks = ['edit', 'rotate', 'renew', 'extend', 'pause', 'revoke'] as const;
type Task = (typeof tasks)[number];

interface KeyActions {
  /** Everything that can be done with a key, for its menu in the list or in the drawer. */
  list: (key: Key, inDrawer: boolean) => RowActions;
  /** What the rows of a list of keys are, and do. */
  rows: GridRows<Key>;
  open: (key: Key) => void;
  /** Opens the dialog or the form of a task. */
  begin: (task: Task, key: Key) => void;
  activate: (key: Key) => void;
  resume: (key: Key) => void;
  copyKey: (key: Key) => void;
}

/** `around` is what the list behind an opened key shows, where that is not the list one comes from. */
export function useKeyActions(mayChange: boolean, around: { user?: string } = {}): KeyActions {
  const { t } = useTranslation('keys');
  const navigate = useNavigate();
  const { copy } = useCopy();
  const act = useKeyAct();
  const dialog = useRootDialog();

  const run = (key: Key, which: 'activate' | 'resume') =>
    act.mutate(
      { id: key.id, act: which },
      {
        onSuccess: () =>
          toast(t(which === 'activate' ? 'done.activated' : 'done.resumed', { name: key.name })),
        onError: toastError,
      },
    );
  const go = (key: Key, task: Task | undefined) =>
    navigate({
      to: '/keys/$id',
      params: { id: key.id },
      search: (before) => ({ ...before, ...around, task, tab: undefined }),
    });
  const open = (key: Key) => go(key, undefined);
  const copyKey = (key: Key) => void copy(key.accessKey, t('copied.key'));
  const rotated = (key: KeyWithSecret) =>
    dialog.keep(<KeySecretDialog created={key} rotated onClose={dialog.close} />);

  const begin = (task: Task, key: Key) => {
    const close = dialog.close;
    switch (task) {
      case 'edit':
        void go(key, 'edit');
        return;
      case 'rotate':
        dialog.show(<RotateDialog item={key} onClose={close} onRotated={rotated} />);
        return;
      case 'renew':
        dialog.show(<RenewDialog item={key} onClose={close} />);
        return;
      case 'extend':
        dialog.show(<ExtendDialog item={key} onClose={close} />);
        return;
      case 'pause':
        dialog.show(<PauseDialog item={key} onClose={close} />);
        return;
      case 'revoke':
        dialog.show(<RevokeDialog item={key} onClose={close} onPause={() => begin('pause', key)} />);
    }
  };

  const list = (key: Key, inDrawer: boolean): RowActions => {
    const { state } = key;
    const act = (id: Task, icon: RowAction['icon'], keys?: string): RowAction => ({
      id,
      label: t(`action.${id}`),
      icon,
      ...(keys && { keys }),
      run: () => begin(id, key),
    });
    const look: RowAction[] = [
      { id: 'key', label: t('action.copyKey'), icon: Copy, run: () => copyKey(key) },
      { id: 'id', label: t('action.copyId'), icon: Copy, run: () => void copy(key.id, t('copied.id')) },
    ];
    if (!inDrawer)
      look.unshift({ id: 'open', label: t('action.open'), icon: PanelRight, run: () => open(key) });
    const watch: RowAction = {
      id: 'watch',
      label: t('action.watch'),
      icon: Activity,
      run: () => void navigate({ to: '/inspector', search: { filter: `key:${key.accessKey}` } }),
    };
    look.push(watch);
    if (!mayChange || state === 'revoked') return [look];

    const change: RowAction[] = [];
    if (state !== 'expired') change.push(act('rotate', RefreshCw, 'R'));
    if (key.expires !== null) {
      change.push(act('renew', CalendarClock));
      change.push(act('extend', CalendarPlus));
    }
    change.push(act('edit', Pencil, 'E'));
    const flow: RowAction[] = [];
    if (state === 'pending') {
      flow.push({
        id: 'activate',
        label: t('action.activate'),
        icon: CirclePlay,
        run: () => run(key, 'activate'),
      });
    }
    if (state === 'paused') {
      flow.push({ id: 'resume', label: t('action.resume'), icon: Play, run: () => run(key, 'resume') });
    }
    if (state === 'active' || state === 'pending') flow.push(act('pause', Pause));
    return [look, change, [...flow, { ...act('revoke', Ban, 'Del'), danger: true }]];
  };

  /** The one thing a key asks for, where it does. */
  const asked = (key: Key) => {
    if (!mayChange) return null;
    const button = (label: string, run: () => void) => ({ label, run });
    if (key.state === 'expired') return button(t('action.renew'), () => begin('renew', key));
    if (key.state === 'paused') return button(t('action.resume'), () => run(key, 'resume'));
    if (key.state === 'pending' && !key.activated) {
      return button(t('action.activate'), () => run(key, 'activate'));
    }
    if (key.state === 'active' && endsSoon(key.expires, Date.now())) {
      return button(t('action.extend'), () => begin('extend', key));
    }
    return null;
  };
  return {
    list,
    rows: {
      rowId: ({ id }) => id,
      rowName: ({ name }) => name,
      rowEnded: hasEnded,
      rowButton: asked,
      actions: (key) => list(key, false),
      onOpen: open,
      onCopy: copyKey,
    },
    open,
    begin,
    copyKey,
    activate: (key) => run(key, 'activate'),
    resume: (key) => run(key, 'resume'),
  };
}
