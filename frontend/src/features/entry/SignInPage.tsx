import { useQuery } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { Clock } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from '../../api/queries';
import { forgetLeft } from '../../api/session';
import { Note } from '../../ui/Banner';
import { EntryFrame } from './EntryFrame';
import { ForgottenLock, useLockedWindow } from './Locked';
import { returnPath } from './returnPath';
import { SignInForm } from './SignInForm';

/** How often a locked window looks whether the lock was taken away elsewhere. */
const lookEvery = 4_000;

export function SignInPage() {
  const { t } = useTranslation('entry');
  const { return: wanted, reason } = useSearch({ from: '/sign-in' });
  const { history } = useRouter();
  const locked = useLockedWindow();
  const { data: session } = useQuery({ ...sessionQuery, enabled: locked, refetchInterval: lookEvery });
  const goIn = () => history.replace(returnPath(wanted));
  // Who signed out here would be let in again by that, too.
  useEffect(() => {
    if (locked) forgetLeft();
  }, [locked]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it goes in once, when there is a session
  useEffect(() => {
    if (locked && session) goIn();
  }, [locked, session]);
  if (locked) {
    return (
      <EntryFrame title={t('locked.title')} second={<p className="t2">{t('locked.lead')}</p>}>
        <SignInForm forgotten={<ForgottenLock />} onSignedIn={goIn} />
      </EntryFrame>
    );
  }
  return (
    <EntryFrame title={t('signIn.title')} second={<p className="t2 mono">{location.host}</p>}>
      {(reason === 'expired' || reason === 'signed-out') && (
        <Note tone="info" icon={Clock} role="status">
          {t(reason === 'expired' ? 'signIn.expired' : 'signIn.signedOut')}
        </Note>
      )}
      <SignInForm onSignedIn={goIn} />
    </EntryFrame>
  );
}
