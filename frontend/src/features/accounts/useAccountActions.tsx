import { useNavigate } from '@tanstack/react-router';
import { Copy, PanelRight, Pencil, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../api/types';
import { useRootDialog } from '../../ui/RootDialog';
import type { RowAction, RowActions } from '../../ui/RowMenu';
import { useCopy } from '../../ui/useCopy';
import { RemoveAccountDialog } from './RemoveAccountDialog';

export function useAccountActions(mayChange: boolean) {
  const { t } = useTranslation('accounts');
  const navigate = useNavigate();
  const { copy } = useCopy();
  const dialog = useRootDialog();

  const go = (account: Account, edit: 'yes' | undefined) =>
    navigate({ to: '/accounts/$id', params: { id: account.id }, search: { edit } });
  const open = (account: Account) => go(account, undefined);
  const copyId = (account: Account) => void copy(account.id, t('id'));
  const remove = (account: Account, onRemoved: () => void) =>
    dialog.show(<RemoveAccountDialog item={account} onClose={dialog.close} onRemoved={onRemoved} />);

  const list = (account: Account): RowActions => {
    const look: RowAction[] = [
      { id: 'open', label: t('action.open'), icon: PanelRight, run: () => open(account) },
      { id: 'id', label: t('action.copyId'), icon: Copy, run: () => copyId(account) },
    ];
    if (!mayChange) return [look];
    return [
      look,
      [{ id: 'edit', label: t('action.edit'), icon: Pencil, run: () => go(account, 'yes') }],
      [
        {
          id: 'remove',
          label: t('action.remove'),
          icon: Trash2,
          danger: true,
          run: () => remove(account, () => {}),
        },
      ],
    ];
  };
  return { list, open, copyId, remove };
}
