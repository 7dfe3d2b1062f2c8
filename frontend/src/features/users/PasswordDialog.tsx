import { useTranslation } from 'react-i18next';
import type { User } from '../../api/types';
import { formatDateTime } from '../../i18n/format';
import { RevealDialog } from '../../ui/RevealDialog';

interface PasswordDialogProps {
  user: User;
  password: string;
  onClose: () => void;
}

/** A password that was made here, shown once to be handed over. */
export function PasswordDialog({ user, password, onClose }: PasswordDialogProps) {
  const { t } = useTranslation('users');
  const name = user.username;
  const { passwordExpires: expires } = user;
  return (
    <RevealDialog
      title={t('secret.title', { name })}
      lead={t('secret.lead')}
      above={
        <div className="cred">
          <span className="t3">{t('username')}</span>
          <span className="mono cut" translate="no" dir="ltr">
            {name}
          </span>
          <span />
        </div>
      }
      label={t('secret.label')}
      secret={password}
      forms={[{ label: t('secret.both'), text: () => t('secret.bothText', { name, password }) }]}
      warning={t('secret.warning')}
      copyAction={t('secret.copyAction')}
      end={expires ? t('secret.until', { date: formatDateTime(expires) }) : t('secret.end')}
      onClose={onClose}
    />
  );
}
