import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Key } from '../../api/types';
import { Button } from '../../ui/Button';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { FieldLabel } from '../../ui/FieldLabel';
import { toast } from '../../ui/toast';
import { useRevoke } from './calls';
import { LastUse } from './LastUse';

interface RevokeDialogProps {
  item: Key;
  onClose: () => void;
  onPause: () => void;
}

/** Revoking is final, so the reversible act is offered beside it. */
export function RevokeDialog({ item, onClose, onPause }: RevokeDialogProps) {
  const { t } = useTranslation('keys');
  const [reason, setReason] = useState('');
  const revoke = useRevoke();
  const confirm = () =>
    revoke.mutate(
      { id: item.id, reason: reason.trim() },
      {
        onSuccess: () => {
          toast(t('done.revoked', { name: item.name }));
          onClose();
        },
      },
    );
  const pausable = item.state === 'active' || item.state === 'pending';
  return (
    <ConfirmDialog
      open
      danger
      title={t('revoke.title', { name: item.name })}
      lead={<LastUse item={item} />}
      action={t('revoke.action')}
      busy={revoke.isPending}
      error={revoke.error}
      onConfirm={confirm}
      onClose={onClose}
      instead={pausable && <Button onClick={onPause}>{t('revoke.pause')}</Button>}
    >
      <p className="t2">{t('revoke.lead')}</p>
      <TextInput
        label={<FieldLabel text={t('revoke.reason')} aside={t('revoke.reasonHint')} />}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={200}
        autoComplete="off"
      />
    </ConfirmDialog>
  );
}
