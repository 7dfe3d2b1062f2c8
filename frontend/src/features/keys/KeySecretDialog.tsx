import { Clock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { KeyWithSecret } from '../../api/types';
import { useCore } from '../../app/core';
import { formatDateTime } from '../../i18n/format';
import { Note } from '../../ui/Banner';
import { CopyButton } from '../../ui/CopyButton';
import { RevealDialog } from '../../ui/RevealDialog';
import { baseUrl } from '../token/baseUrl';
import { GetToken } from '../token/GetToken';
import { curlPost } from '../token/samples';
import { asEnv, asJson } from './samples';

interface KeySecretDialogProps {
  created: KeyWithSecret;
  /** It is the new secret of a key there was. */
  rotated?: boolean;
  onClose: () => void;
}

/** A new key, or an old one with a new secret, and the proof that the two open the door. */
export function KeySecretDialog({ created, rotated = false, onClose }: KeySecretDialogProps) {
  const { t } = useTranslation('keys');
  const { status } = useCore();
  const { accessKey, secret, name, notBefore } = created;
  const curl = () => curlPost(baseUrl(status?.listener.url ?? ''), '/login', { accessKey, secret });
  return (
    <RevealDialog
      title={t(rotated ? 'secret.titleRotated' : 'secret.title', { name })}
      lead={t('secret.lead')}
      above={
        <div className="cred">
          <span className="t3">{t('secret.key')}</span>
          <span className="mono cut" translate="no" dir="ltr" title={accessKey}>
            {accessKey}
          </span>
          <CopyButton text={accessKey} what={t('secret.key')} />
        </div>
      }
      label={t('secret.secret')}
      secret={secret}
      forms={[
        { label: t('secret.env'), text: () => asEnv(accessKey, secret) },
        { label: t('secret.json'), text: () => asJson(accessKey, secret) },
        { label: t('secret.curl'), text: curl },
      ]}
      warning={t('secret.notCopied')}
      copyAction={t('secret.copySecret')}
      end={
        created.rotation
          ? t('secret.oldUntil', { date: formatDateTime(created.rotation.until) })
          : created.expires
            ? t('secret.expires', { date: formatDateTime(created.expires) })
            : t('secret.noExpiry')
      }
      onClose={onClose}
    >
      {created.state === 'active' ? (
        <GetToken
          accessKey={accessKey}
          secret={secret}
          keyName={name}
          accountName={created.account.name}
          username={created.user.username}
        />
      ) : (
        <Note tone="info" icon={Clock}>
          {created.activated && notBefore
            ? t('secret.later', { date: formatDateTime(notBefore) })
            : t('secret.pending')}
        </Note>
      )}
    </RevealDialog>
  );
}
