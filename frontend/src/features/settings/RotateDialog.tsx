import { useMutation } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import type { SigningKeyUse } from '../../api/types';
import { Note } from '../../ui/Banner';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { toast } from '../../ui/toast';
import { useRenewSigningKeys } from './calls';
import { Overlap } from './Overlap';

export function RotateDialog({ use, onClose }: { use: SigningKeyUse; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const renew = useRenewSigningKeys();
  const rotate = useMutation({
    mutationFn: () => take(api.POST('/api/v1/signing-keys/rotate', { body: { use } })),
    onSuccess: ({ id }) => {
      renew();
      toast(t('rotate.done', { id }));
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open
      title={t(`rotate.title.${use}`)}
      lead={t('rotate.lead')}
      action={t('rotate.action')}
      busy={rotate.isPending}
      error={rotate.error}
      onConfirm={() => rotate.mutate()}
      onClose={onClose}
    >
      <Overlap use={use} />
      <Note tone="warn" icon={TriangleAlert}>
        {t('rotate.who')}
      </Note>
    </ConfirmDialog>
  );
}
