import { Ban, Circle, Clock, Pause, ShieldAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Key } from '../../api/types';
import { formatDateTime } from '../../i18n/format';
import { Note } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import type { useKeyActions } from './useKeyActions';

interface StateNoteProps {
  item: Key;
  now: number;
  mayChange: boolean;
  actions: ReturnType<typeof useKeyActions>;
}

/** Why a key does not work, and the button that mends it. */
export function StateNote({ item, now, mayChange, actions }: StateNoteProps) {
  const { t } = useTranslation('keys');
  const button = (label: string, run: () => void) =>
    mayChange && (
      <div style={{ marginTop: 8 }}>
        <Button small onClick={run}>
          {label}
        </Button>
      </div>
    );
  if (item.state === 'revoked') {
    return (
      <Note tone="danger" icon={Ban}>
        {t('drawer.revoked', {
          date: item.revokedAt ? formatDateTime(item.revokedAt) : '',
          name: item.revokedBy,
        })}{' '}
        {item.revokedReason && t('drawer.reason', { reason: item.revokedReason })}
      </Note>
    );
  }
  if (item.state === 'expired' && item.expires) {
    return (
      <Note tone="info" icon={Circle}>
        {t('drawer.expired', { date: formatDateTime(item.expires) })}
        {mayChange && (
          <div className="row" style={{ marginTop: 8, gap: 8 }}>
            <Button small onClick={() => actions.begin('renew', item)}>
              {t('action.renew')}
            </Button>
            <Button small onClick={() => actions.begin('extend', item)}>
              {t('action.extend')}
            </Button>
          </div>
        )}
      </Note>
    );
  }
  if (item.state === 'paused' && item.pausedAt) {
    return (
      <Note tone="info" icon={Pause}>
        {t('drawer.paused', { date: formatDateTime(item.pausedAt), name: item.pausedBy })}
        {button(t('action.resume'), () => actions.resume(item))}
      </Note>
    );
  }
  if (item.state === 'pending') {
    const waits = item.activated && item.notBefore !== null && new Date(item.notBefore).getTime() > now;
    return (
      <Note tone="warn" icon={Clock}>
        {waits
          ? t('drawer.pendingStart', { date: formatDateTime(item.notBefore ?? '') })
          : t('drawer.pendingActivate')}
        {!item.activated && button(t('action.activate'), () => actions.activate(item))}
      </Note>
    );
  }
  if (item.blocked !== '') {
    return (
      <Note tone="danger" icon={ShieldAlert}>
        {t(`blocked.${item.blocked}`, { user: item.user.username, account: item.account.name })}
      </Note>
    );
  }
  return null;
}
