import { useTranslation } from 'react-i18next';
import { useNow } from '../../i18n/clock';
import { formatAgo, formatDateTime, formatRelative } from '../../i18n/format';
import { Button } from '../../ui/Button';
import { toast, toastError } from '../../ui/toast';
import { agentName } from './agent';
import { type OpenSession, useEndSession } from './calls';
import './me.css';

interface SessionTableProps {
  label: string;
  sessions: readonly OpenSession[];
  /** Whose it is, where there is more than one operator among them. */
  named?: boolean;
}

/** Who is signed in, from where and with what, each to be ended. */
export function SessionTable({ label, sessions, named = false }: SessionTableProps) {
  const { t } = useTranslation('me');
  const now = useNow();
  const end = useEndSession();
  const press = (session: OpenSession) =>
    end.mutate(session.id, {
      onSuccess: () => toast(t('sessions.ended', { what: agentName(session.agent) })),
      onError: (error) => toastError(error),
    });
  return (
    <table className="sessions" aria-label={label}>
      <thead>
        <tr>
          {named && <th scope="col">{t('sessions.who')}</th>}
          <th scope="col">{t('sessions.what')}</th>
          <th scope="col">{t('sessions.seen')}</th>
          <th scope="col">{t('sessions.until')}</th>
          <th scope="col" className="end">
            <span className="hidden">{t('sessions.acts')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => (
          <tr key={session.id}>
            {named && <td translate="no">{session.user.username}</td>}
            <th scope="row">
              <div title={session.agent}>{agentName(session.agent) || t('sessions.unknown')}</div>
              <div className="t3 s12 mono" translate="no">
                {session.address}
              </div>
            </th>
            <td>
              <div>
                {session.current ? (
                  <span className="tag">{t('sessions.this')}</span>
                ) : (
                  formatAgo(session.lastSeen, now)
                )}
              </div>
              <div className="t3 s12">{t('sessions.since', { date: formatDateTime(session.createdAt) })}</div>
            </td>
            <td>
              <div>{formatRelative(session.expires, now)}</div>
              <div className="t3 s12">{formatDateTime(session.expires)}</div>
            </td>
            <td className="end">
              {!session.current && (
                <Button
                  small
                  onClick={() => press(session)}
                  aria-label={t('sessions.endOf', { what: agentName(session.agent) })}
                >
                  {t('sessions.end')}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
