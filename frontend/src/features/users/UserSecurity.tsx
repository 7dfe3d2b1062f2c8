import { CirclePlay, CircleX, LockKeyhole, LockKeyholeOpen, LogOut, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { User } from '../../api/types';
import { useNow } from '../../i18n/clock';
import { formatDate, formatDateTime, formatRelative } from '../../i18n/format';
import { Button } from '../../ui/Button';
import { Section } from '../../ui/ObjectHead';
import { useRootDialog } from '../../ui/RootDialog';
import { passwordState } from './status';
import { TakePasswordDialog } from './TakePasswordDialog';
import { useUserActions } from './useUserActions';

interface UserSecurityProps {
  user: User;
  mayChange: boolean;
  onSetPassword: () => void;
  onRemoved: () => void;
}

/** Password, access and the end of a user. */
export function UserSecurity({ user, mayChange, onSetPassword, onRemoved }: UserSecurityProps) {
  const { t } = useTranslation('users');
  const dialog = useRootDialog();
  const now = useNow();
  const actions = useUserActions(() => mayChange);
  const { hasPassword, passwordSetAt, passwordExpires, disabled, keys } = user;

  const end = () => {
    if (passwordExpires === null) return t('security.noEnd');
    return passwordState(user, now) === 'expired'
      ? t('security.over', { date: formatDateTime(passwordExpires) })
      : t('security.until', { date: formatDateTime(passwordExpires) });
  };
  return (
    <>
      <Section title={t('security.password')}>
        <p className="t2">
          {hasPassword
            ? [passwordSetAt && t('security.setAt', { date: formatDate(passwordSetAt) }), end()]
                .filter(Boolean)
                .join(' ')
            : t('security.none')}
        </p>
        {mayChange && (
          <div className="acts">
            <Button icon={LockKeyhole} onClick={onSetPassword}>
              {t('security.set')}
            </Button>
            {hasPassword && <Button onClick={() => actions.forceChange(user)}>{t('security.force')}</Button>}
            {hasPassword && user.operator === 'none' && (
              <Button
                look="dangerline"
                onClick={() => dialog.show(<TakePasswordDialog item={user} onClose={dialog.close} />)}
              >
                {t('security.take')}
              </Button>
            )}
          </div>
        )}
      </Section>
      {user.locked && (
        <Section title={t('security.lockedTitle')}>
          <p className="t2">{t('security.locked', { when: formatRelative(user.locked, now) })}</p>
          {mayChange && (
            <div className="acts">
              <Button icon={LockKeyholeOpen} onClick={() => actions.unlock(user)}>
                {t('security.unlock')}
              </Button>
            </div>
          )}
        </Section>
      )}
      {user.operator !== 'none' && (
        <Section title={t('security.signIn')}>
          <p className="t2">
            {t(user.secondFactor ? 'security.factor' : 'security.noFactor')}{' '}
            {user.secondFactorDue && t('security.factorDue', { date: formatDateTime(user.secondFactorDue) })}{' '}
            {t('security.sessions', { count: user.sessions })}
          </p>
          {mayChange && (
            <div className="acts">
              <Button icon={LogOut} disabled={user.sessions === 0} onClick={() => actions.endSessions(user)}>
                {t('security.endSessions')}
              </Button>
              {user.secondFactor && (
                <Button look="dangerline" onClick={() => actions.resetFactor(user)}>
                  {t('security.resetFactor')}
                </Button>
              )}
            </div>
          )}
        </Section>
      )}
      <Section title={t('security.access')}>
        <p className="t2">{t(disabled ? 'security.disabled' : 'security.enabled')}</p>
        {mayChange && (
          <div className="acts">
            {disabled ? (
              <Button icon={CirclePlay} onClick={() => actions.enable(user)}>
                {t('security.enable')}
              </Button>
            ) : (
              <Button look="dangerline" icon={CircleX} onClick={() => actions.disable(user)}>
                {t('security.disable')}
              </Button>
            )}
          </div>
        )}
      </Section>
      {mayChange && (
        <Section title={t('security.ending')}>
          <p className="t2">
            {keys.active > 0 ? t('security.live', { count: keys.active }) : t('security.endingText')}
          </p>
          <div className="acts">
            <Button
              look="dangerline"
              icon={Trash2}
              disabled={keys.active > 0}
              onClick={() => actions.remove(user, onRemoved)}
            >
              {t('remove.action')}
            </Button>
          </div>
        </Section>
      )}
    </>
  );
}
