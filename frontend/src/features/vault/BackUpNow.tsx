import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Button, type ButtonLook } from '../../ui/Button';
import { backUp } from './backUp';

/** Makes a backup by hand, and says so once it was read back. */
export function BackUpNow({ look, disabled = false }: { look: ButtonLook; disabled?: boolean }) {
  const { t } = useTranslation('vault');
  const client = useQueryClient();
  const make = useMutation({ mutationFn: () => backUp(client) });
  return (
    <Button look={look} disabled={disabled || make.isPending} onClick={() => make.mutate()}>
      {make.isPending ? t('backup.making') : t('backup.now')}
    </Button>
  );
}
