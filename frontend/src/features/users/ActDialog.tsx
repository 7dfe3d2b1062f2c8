import { useTranslation } from 'react-i18next';
import type { User } from '../../api/types';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { toast } from '../../ui/toast';
import { useUserAct } from './calls';

interface ActDialogProps {
  item: User;
  act: 'expirePassword' | 'resetFactor';
  texts: 'force.user' | 'force.operator' | 'factor';
  onClose: () => void;
}

/** Something that costs its user a step at the next sign-in: what, said first. */
export function ActDialog({ item, act, texts, onClose }: ActDialogProps) {
  const { t } = useTranslation('users');
  const call = useUserAct();
  const name = item.username;
  const confirm = () =>
    call.mutate(
      { id: item.id, act },
      {
        onSuccess: () => {
          toast(t(`${texts}.done`, { name }));
          onClose();
        },
      },
    );
  return (
    <ConfirmDialog
      open
      danger={act === 'resetFactor'}
      title={t(`${texts}.title`, { name })}
      lead={t(`${texts}.lead`)}
      action={t(`${texts}.action`)}
      busy={call.isPending}
      error={call.error}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}
