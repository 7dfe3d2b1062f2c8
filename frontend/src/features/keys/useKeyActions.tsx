import { useNavigate } from '@tanstack/react-router';
import { Ban, CalendarClock, CirclePlay, Copy, PanelRight, Pause, Pencil, Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Key } from '../../api/types';
import { useRootDialog } from '../../ui/RootDialog';
import type { RowAction, RowActions } from '../../ui/RowMenu';
import { toast, toastError } from '../../ui/toast';
import { useCopy } from '../../ui/useCopy';
import { useKeyAct } from './calls';
import { PauseDialog } from './PauseDialog';
import { RevokeDialog } from './RevokeDialog';

interface KeyActions {
  /** Everything that can be done with a key, for its menu in the list or in the drawer. */
  list: (key: Key, inDrawer: boolean) => RowActions;
  /** The one thing a key asks for, where it does. */
  asked: (key: Key) => { label: string; run: () => void } | null;
  open: (key: Key) => void;
  edit: (key: Key) => void;
  activate: (key: Key) => void;
  resume: (key: Key) => void;
  copyKey: (key: Key) => void;
}

export function useKeyActions(mayChange: boolean): KeyActions {
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
  const open = (key: Key) =>
    navigate({
      to: '/keys/$id',
      params: { id: key.id },
      search: (before) => ({ ...before, edit: undefined }),
    });
  const edit = (key: Key) =>
    navigate({ to: '/keys/$id', params: { id: key.id }, search: (before) => ({ ...before, edit: 'yes' }) });
  const copyKey = (key: Key) => void copy(key.accessKey, t('copied.key'));
  const pause = (key: Key) => dialog.show(<PauseDialog item={key} onClose={dialog.close} />);
  const revoke = (key: Key) =>
    dialog.show(<RevokeDialog item={key} onClose={dialog.close} onPause={() => pause(key)} />);

  const list = (key: Key, inDrawer: boolean): RowActions => {
    const { state } = key;
    const look: RowAction[] = [
      { id: 'key', label: t('action.copyKey'), icon: Copy, run: () => copyKey(key) },
      { id: 'id', label: t('action.copyId'), icon: Copy, run: () => void copy(key.id, t('copied.id')) },
    ];
    if (!inDrawer)
      look.unshift({ id: 'open', label: t('action.open'), icon: PanelRight, run: () => open(key) });
    if (!mayChange || state === 'revoked') return [look];

    const change: RowAction[] = [];
    if (!inDrawer)
      change.push({ id: 'edit', label: t('action.edit'), icon: Pencil, keys: 'E', run: () => edit(key) });
    if (state === 'expired') {
      change.push({ id: 'renew', label: t('action.renew'), icon: CalendarClock, run: () => edit(key) });
    }
    if (state === 'pending' && !key.activated) {
      change.push({
        id: 'activate',
        label: t('action.activate'),
        icon: CirclePlay,
        run: () => run(key, 'activate'),
      });
    }
    if (state === 'paused') {
      change.push({ id: 'resume', label: t('action.resume'), icon: Play, run: () => run(key, 'resume') });
    }
    if (state === 'active' || state === 'pending') {
      change.push({ id: 'pause', label: t('action.pause'), icon: Pause, run: () => pause(key) });
    }
    const end: RowAction[] = [
      {
        id: 'revoke',
        label: t('action.revoke'),
        icon: Ban,
        keys: 'Del',
        danger: true,
        run: () => revoke(key),
      },
    ];
    return [look, change, end];
  };
  const asked = (key: Key) => {
    if (key.state === 'expired') return { label: t('action.renew'), run: () => edit(key) };
    if (key.state === 'paused') return { label: t('action.resume'), run: () => run(key, 'resume') };
    if (key.state === 'pending' && !key.activated) {
      return { label: t('action.activate'), run: () => run(key, 'activate') };
    }
    return null;
  };
  return {
    list,
    asked,
    open,
    edit,
    copyKey,
    activate: (key) => run(key, 'activate'),
    resume: (key) => run(key, 'resume'),
  };
}
