import { useRouter, useSearch } from '@tanstack/react-router';
import { Clock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Note } from '../../ui/Banner';
import { EntryFrame } from './EntryFrame';
import { returnPath } from './returnPath';
import { SignInForm } from './SignInForm';

export function SignInPage() {
  const { t } = useTranslation('entry');
  const { return: wanted, reason } = useSearch({ from: '/sign-in' });
  const { history } = useRouter();
  return (
    <EntryFrame title={t('signIn.title')} second={<p className="t2 mono">{location.host}</p>}>
      {(reason === 'expired' || reason === 'signed-out') && (
        <Note tone="info" icon={Clock} role="status">
          {t(reason === 'expired' ? 'signIn.expired' : 'signIn.signedOut')}
        </Note>
      )}
      <SignInForm onSignedIn={() => history.replace(returnPath(wanted))} />
    </EntryFrame>
  );
}
