import { useNavigate } from '@tanstack/react-router';
import { CalendarClock, Copy, PanelRight, Pencil, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AuthHeader } from '../../api/types';
import type { GridRows } from '../../ui/ListRows';
import { useRootDialog } from '../../ui/RootDialog';
import type { RowAction, RowActions } from '../../ui/RowMenu';
import { useCopy } from '../../ui/useCopy';
import { DeleteDialog } from './DeleteDialog';

/** `around` is what the list behind an opened one shows, where that is not the list one comes from. */
export function useHeaderActions(mayChange: boolean, around: { user?: string } = {}) {
  const { t } = useTranslation('authheaders');
  const navigate = useNavigate();
  const { copy } = useCopy();
  const dialog = useRootDialog();

  const go = (header: AuthHeader, edit: 'yes' | undefined) =>
    navigate({
      to: '/auth-headers/$id',
      params: { id: header.id },
      search: (before) => ({ ...before, ...around, edit }),
    });
  const open = (header: AuthHeader) => go(header, undefined);
  const edit = (header: AuthHeader) => go(header, 'yes');
  const remove = (header: AuthHeader) => dialog.show(<DeleteDialog item={header} onClose={dialog.close} />);
  const copyHint = (header: AuthHeader) => void copy(header.hint, t('hint'));

  const list = (header: AuthHeader): RowActions => {
    const look: RowAction[] = [
      { id: 'open', label: t('action.open'), icon: PanelRight, run: () => open(header) },
      { id: 'hint', label: t('action.copyHint'), icon: Copy, run: () => copyHint(header) },
    ];
    if (!mayChange || header.state === 'deleted') return [look];
    const expired = header.state === 'expired';
    return [
      look,
      [
        {
          id: 'edit',
          label: expired ? t('action.renew') : t('action.edit'),
          icon: expired ? CalendarClock : Pencil,
          run: () => edit(header),
        },
      ],
      [{ id: 'delete', label: t('action.delete'), icon: Trash2, danger: true, run: () => remove(header) }],
    ];
  };
  const asked = (header: AuthHeader) =>
    mayChange && header.state === 'expired' ? { label: t('action.renew'), run: () => edit(header) } : null;
  /** What the rows of a list of auth headers are, and do. */
  const rows: GridRows<AuthHeader> = {
    rowId: ({ id }) => id,
    rowName: ({ name }) => name,
    rowEnded: ({ state }) => state === 'deleted',
    rowButton: asked,
    actions: list,
    onOpen: open,
    onCopy: copyHint,
  };
  return { list, rows, open, edit, remove, copyHint };
}
