import { CircleAlert, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import { type ApiError, asApiError } from '../../api/error';
import type { SigningKey } from '../../api/types';
import { Note } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { CopyButton } from '../../ui/CopyButton';
import { clearClipboardLater } from '../../ui/clipboardTimer';
import { Dialog } from '../../ui/Dialog';
import { errorSentence } from '../../ui/errorText';
import { SecretField } from '../../ui/SecretField';
import { useRenewSigningKeys } from './calls';

interface RevealKeyDialogProps {
  item: SigningKey;
  onClose: () => void;
}

/** Says first what the secret can do and that asking is written down. The secret is this dialog's alone and goes with it. */
export function RevealKeyDialog({ item, onClose }: RevealKeyDialogProps) {
  const { t } = useTranslation('settings');
  const { t: common } = useTranslation();
  const renew = useRenewSigningKeys();
  const [secret, setSecret] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const { id, use } = item;

  const ask = async () => {
    setBusy(true);
    setRefusal(null);
    try {
      const path = { params: { path: { id } } };
      const answer = await take(api.POST('/api/v1/signing-keys/{id}/reveal', path));
      setSecret(answer.secret);
      renew();
    } catch (cause) {
      setRefusal(asApiError(cause));
    } finally {
      setBusy(false);
    }
  };

  if (secret !== null) {
    return (
      <Dialog
        open
        title={t('reveal.shown', { id })}
        lead={t(`reveal.lead.${use}`)}
        onClose={onClose}
        footer={
          <>
            <span className="t3 grow">{t('reveal.written')}</span>
            <Button look="primary" onClick={onClose}>
              {common('action.done')}
            </Button>
          </>
        }
      >
        <div className="creds">
          <SecretField label={t('reveal.secret')} value={secret}>
            <CopyButton
              text={secret}
              what={t('reveal.secret')}
              onCopied={() => clearClipboardLater(secret)}
            />
          </SecretField>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      title={t('reveal.title', { id })}
      lead={t(`reveal.lead.${use}`)}
      onClose={onClose}
      footer={
        <>
          <span className="grow" />
          <Button look="quiet" data-autofocus onClick={onClose}>
            {common('action.cancel')}
          </Button>
          <Button look="primary" disabled={busy} onClick={ask}>
            {t('reveal.action')}
          </Button>
        </>
      }
    >
      <Note tone="warn" icon={TriangleAlert}>
        {t('reveal.means')}
      </Note>
      <p className="t2">{t('reveal.audited')}</p>
      {refusal && (
        <Note tone="danger" icon={CircleAlert} role="alert">
          {errorSentence(refusal)}
        </Note>
      )}
    </Dialog>
  );
}
