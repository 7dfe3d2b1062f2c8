import { useNavigate } from '@tanstack/react-router';
import { CirclePlay, CircleX, Copy, LockKeyhole, PanelRight, Pencil, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { User } from '../../api/types';
import { useRootDialog } from '../../ui/RootDialog';
import type { RowAction, RowActions } from '../../ui/RowMenu';
import { toast, toastError } from '../../ui/toast';
import { useCopy } from '../../ui/useCopy';
import { ActDialog } from './ActDialog';
import { useEndSessionsOf, useUserAct } from './calls';
import { DisableDialog } from './DisableDialog';
import { RemoveUserDialog } from './RemoveUserDialog';

export function useUserActions(mayTouch: (user: User) => boolean) {
  const { t } = useTranslation('users');
  const navigate = useNavigate();
  const { copy } = useCopy();
  const act = useUserAct();
  const ending = useEndSessionsOf();
  const dialog = useRootDialog();

  const go = (user: User, task: 'edit' | 'password' | undefined) =>
    navigate({ to: '/users/$id', params: { id: user.id }, search: { task } });
  const open = (user: User) => go(user, undefined);
  const copyName = (user: User) => void copy(user.username, t('username'));
  const disable = (user: User) => dialog.show(<DisableDialog item={user} onClose={dialog.close} />);
  const enable = (user: User) =>
    act.mutate(
      { id: user.id, act: 'enable' },
      {
        onSuccess: () => toast(t('done.enabled', { name: user.username })),
        onError: (error) => toastError(error),
      },
    );
  const unlock = (user: User) =>
    act.mutate(
      { id: user.id, act: 'unlock' },
      {
        onSuccess: () => toast(t('done.unlocked', { name: user.username })),
        onError: (error) => toastError(error),
      },
    );
  const forceChange = (user: User) =>
    dialog.show(
      <ActDialog
        item={user}
        act="expirePassword"
        texts={user.operator === 'none' ? 'force.user' : 'force.operator'}
        onClose={dialog.close}
      />,
    );
  const resetFactor = (user: User) =>
    dialog.show(<ActDialog item={user} act="resetFactor" texts="factor" onClose={dialog.close} />);
  const endSessions = (user: User) =>
    ending.mutate(user.id, {
      onSuccess: ({ ended }) => toast(t('done.sessions', { count: ended, name: user.username })),
      onError: (error) => toastError(error),
    });
  const remove = (user: User, onRemoved: () => void) =>
    dialog.show(
      <RemoveUserDialog
        item={user}
        onClose={dialog.close}
        onDisable={() => disable(user)}
        onRemoved={onRemoved}
      />,
    );

  const list = (user: User): RowActions => {
    const look: RowAction[] = [
      { id: 'open', label: t('action.open'), icon: PanelRight, run: () => open(user) },
      { id: 'copy', label: t('action.copy'), icon: Copy, run: () => copyName(user) },
    ];
    if (!mayTouch(user)) return [look];
    return [
      look,
      [
        { id: 'edit', label: t('action.edit'), icon: Pencil, run: () => go(user, 'edit') },
        {
          id: 'password',
          label: t('action.password'),
          icon: LockKeyhole,
          run: () => go(user, 'password'),
        },
        user.disabled
          ? { id: 'enable', label: t('action.enable'), icon: CirclePlay, run: () => enable(user) }
          : { id: 'disable', label: t('action.disable'), icon: CircleX, run: () => disable(user) },
      ],
      [
        {
          id: 'remove',
          label: t('action.remove'),
          icon: Trash2,
          danger: true,
          run: () => remove(user, () => {}),
        },
      ],
    ];
  };
  return { list, open, copyName, disable, enable, unlock, forceChange, resetFactor, endSessions, remove };
}
