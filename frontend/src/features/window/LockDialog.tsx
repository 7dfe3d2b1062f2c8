import { useQueryClient } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import { type ApiError, asApiError } from '../../api/error';
import { Note } from '../../ui/Banner';
import { Dialog } from '../../ui/Dialog';
import { errorSentence } from '../../ui/errorText';
import { toast } from '../../ui/toast';
import { enter } from '../entry/enter';
import { SignInForm } from '../entry/SignInForm';
import { portalSettingsQuery } from '../settings/managed';

interface LockDialogProps {
  /** Of the setting, as it was when somebody decided. */
  version: number;
  onClose: () => void;
}

/** Signs an operator in before the lock is switched on: whoever does it is in, and has shown that they get in again. */
export function LockDialog({ version, onClose }: LockDialogProps) {
  const { t } = useTranslation('window');
  const client = useQueryClient();
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const switchOn = async () => {
    try {
      const changes = [{ name: 'window-lock', value: 'on', version }];
      const all = await take(api.PATCH('/api/v1/settings', { body: { changes } }));
      client.setQueryData(portalSettingsQuery.queryKey, all);
      toast(t('lock.isOn'));
      onClose();
      void client.invalidateQueries();
    } catch (cause) {
      setRefusal(asApiError(cause));
    }
  };
  return (
    <Dialog open narrow title={t('lock.title')} lead={t('lock.lead')} onClose={onClose}>
      {refusal && (
        <Note tone="danger" icon={CircleAlert} role="alert">
          {errorSentence(refusal)}
        </Note>
      )}
      <SignInForm
        action={t('lock.action')}
        signIn={(body) => enter.again(body, '').then(() => {})}
        onSignedIn={() => void switchOn()}
      />
    </Dialog>
  );
}
