import { useQuery } from '@tanstack/react-query';
import { Hourglass, LockKeyhole, LogOut, ShieldCheck, TriangleAlert, UserX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError } from '../../api/error';
import { formatDate, formatDateTime } from '../../i18n/format';
import { Note } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { Section } from '../../ui/ObjectHead';
import { PageHead } from '../../ui/PageHead';
import { useRootDialog } from '../../ui/RootDialog';
import { toast, toastError } from '../../ui/toast';
import { meQuery, sessionsQuery, useEndOthers } from './calls';
import { OwnPasswordDrawer } from './PasswordDrawer';
import { SessionTable } from './SessionTable';
import { NewCodesDialog, RemoveFactorDialog, SetUpFactorDialog } from './SetUpFactorDialog';

/** Recovery codes are few from here on. */
const few = 3;

/** The operator's own account: password, second factor, and where they are signed in. */
export function MePage() {
  const { t } = useTranslation('me');
  const { data: me, error, refetch } = useQuery(meQuery);
  const [changing, setChanging] = useState(false);
  if (!me) {
    const none = error && asApiError(error).status === 404;
    return (
      <>
        <PageHead title={t('title')} />
        {none && <EmptyState icon={UserX} title={t('none.title')} text={t('none.text')} />}
        {error && !none && <ErrorState error={error} title={t('failed')} onRetry={() => refetch()} />}
      </>
    );
  }
  const { user } = me;
  return (
    <>
      <PageHead title={t('title')} />
      <div className="objectbody">
        {me.mustEnrol && (
          <Note tone="warn" icon={TriangleAlert} role="status">
            {t('mustEnrol')}
          </Note>
        )}
        {!me.mustEnrol && user.secondFactorDue && (
          <Note tone="warn" icon={Hourglass} role="status">
            {t('due', { date: formatDateTime(user.secondFactorDue) })}
          </Note>
        )}
        <Section title={t('password.section')}>
          <p className="t2">
            {user.passwordSetAt && t('password.setAt', { date: formatDate(user.passwordSetAt) })}{' '}
            {user.passwordExpires
              ? t('password.until', { date: formatDateTime(user.passwordExpires) })
              : t('password.noEnd')}
          </p>
          <div className="acts">
            <Button icon={LockKeyhole} onClick={() => setChanging(true)}>
              {t('password.change')}
            </Button>
          </div>
        </Section>
        <Factor since={me.factorSince} left={me.recoveryLeft} />
        <Sessions mine={user.id} />
      </div>
      <OwnPasswordDrawer
        open={changing}
        personal={[user.username, user.firstName, user.lastName, user.email]}
        onClose={() => setChanging(false)}
      />
    </>
  );
}

function Factor({ since, left }: { since: string | null; left: number }) {
  const { t } = useTranslation('me');
  const dialog = useRootDialog();
  return (
    <Section title={t('factor.section')}>
      {since === null ? (
        <>
          <p className="t2">{t('factor.none')}</p>
          <div className="acts">
            <Button
              icon={ShieldCheck}
              onClick={() => dialog.keep(<SetUpFactorDialog onClose={dialog.close} />)}
            >
              {t('factor.setUp')}
            </Button>
          </div>
        </>
      ) : (
        <>
          <p className="t2">
            {t('factor.since', { date: formatDate(since) })} {t('factor.left', { count: left })}
          </p>
          {left <= few && (
            <Note tone="warn" icon={TriangleAlert}>
              {t('factor.few')}
            </Note>
          )}
          <div className="acts">
            <Button onClick={() => dialog.keep(<NewCodesDialog onClose={dialog.close} />)}>
              {t('factor.newCodes')}
            </Button>
            <Button onClick={() => dialog.keep(<SetUpFactorDialog onClose={dialog.close} />)}>
              {t('factor.another')}
            </Button>
            <Button
              look="dangerline"
              onClick={() => dialog.show(<RemoveFactorDialog onClose={dialog.close} />)}
            >
              {t('factor.remove')}
            </Button>
          </div>
        </>
      )}
    </Section>
  );
}

function Sessions({ mine }: { mine: string }) {
  const { t } = useTranslation('me');
  const { data, error, refetch } = useQuery(sessionsQuery);
  const others = useEndOthers();
  const own = (data?.items ?? []).filter((session) => session.user.id === mine);
  const endOthers = () =>
    others.mutate(undefined, {
      onSuccess: ({ ended }) => toast(t('sessions.endedMany', { count: ended })),
      onError: (cause) => toastError(cause),
    });
  return (
    <Section
      title={t('sessions.section')}
      action={
        own.length > 1 && (
          <Button small icon={LogOut} onClick={endOthers} disabled={others.isPending}>
            {t('sessions.others')}
          </Button>
        )
      }
    >
      {error && !data && <ErrorState error={error} title={t('sessions.failed')} onRetry={() => refetch()} />}
      {data && <SessionTable label={t('sessions.section')} sessions={own} />}
    </Section>
  );
}
