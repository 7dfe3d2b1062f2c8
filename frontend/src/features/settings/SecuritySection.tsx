import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../ui/ErrorState';
import { sessionsQuery } from '../me/calls';
import { SessionTable } from '../me/SessionTable';
import { LockLine } from '../window/LockLine';
import { useIsOwner } from './calls';
import { ManagedForm } from './ManagedForm';
import { SectionHead } from './SectionHead';

export function SecuritySection() {
  const { t } = useTranslation('settings');
  const owner = useIsOwner();
  return (
    <ManagedForm
      names={[
        'operator-second-factor',
        'second-factor-grace',
        'session-life',
        'session-idle',
        'operator-password-length',
        'operator-password-age',
        'password-length',
        'password-age',
        'password-memory',
        'password-passes',
      ]}
      above={
        <>
          <SectionHead title={t('section.security')} lead={t('security.lead')} />
          <LockLine />
        </>
      }
    >
      {owner && <AllSessions />}
    </ManagedForm>
  );
}

function AllSessions() {
  const { t } = useTranslation('me');
  const { data, error, refetch } = useQuery(sessionsQuery);
  return (
    <section aria-labelledby="all-sessions">
      <h3 id="all-sessions">{t('sessions.all')}</h3>
      {error && !data && <ErrorState error={error} title={t('sessions.failed')} onRetry={() => refetch()} />}
      {data?.items.length === 0 && <p className="t2">{t('sessions.none')}</p>}
      {data && data.items.length > 0 && (
        <SessionTable label={t('sessions.all')} sessions={data.items} named />
      )}
    </section>
  );
}
