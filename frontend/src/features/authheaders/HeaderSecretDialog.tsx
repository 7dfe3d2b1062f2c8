import { useTranslation } from 'react-i18next';
import type { AuthHeaderWithToken } from '../../api/types';
import { useCore } from '../../app/core';
import { formatDateTime } from '../../i18n/format';
import { CodeBlock } from '../../ui/CodeBlock';
import { RevealDialog } from '../../ui/RevealDialog';
import { baseUrl } from '../token/baseUrl';
import { curlVerify } from '../token/samples';

interface HeaderSecretDialogProps {
  created: AuthHeaderWithToken;
  onClose: () => void;
}

/** A new auth header in full, and who may read it again. */
export function HeaderSecretDialog({ created, onClose }: HeaderSecretDialogProps) {
  const { t } = useTranslation('authheaders');
  const { status } = useCore();
  const { name, token, expires, hint } = created;
  const user = created.user.username;
  const base = baseUrl(status?.listener.url ?? '');
  return (
    <RevealDialog
      title={t('secret.title', { name })}
      lead={t('secret.lead', { user })}
      label={t('secret.line')}
      secret={`Authorization: Bearer ${token}`}
      forms={[
        { label: t('secret.token'), text: () => token },
        { label: t('secret.curl'), text: () => curlVerify(base, token) },
      ]}
      warning={t('secret.warning', { user })}
      copyAction={t('secret.copyAction')}
      end={expires ? t('secret.expires', { date: formatDateTime(expires) }) : t('secret.noExpiry')}
      onClose={onClose}
    >
      <CodeBlock
        title={t('secret.try')}
        what={t('secret.curl')}
        code={curlVerify(base, `${hint}\u2026`)}
        copyable={false}
      />
    </RevealDialog>
  );
}
