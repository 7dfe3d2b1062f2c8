import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { CircleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Note } from '../../ui/Banner';
import { CopyButton } from '../../ui/CopyButton';
import { EntryFrame } from './EntryFrame';
import { SetupForm } from './SetupForm';

const command = 'latchkey setup-link';

/** The page of a setup link. Its token leaves the address at once: history and screens are no place for it. */
export function SetupPage() {
  const { t } = useTranslation('entry');
  const { t: given } = useSearch({ from: '/setup' });
  const navigate = useNavigate();
  const [token, setToken] = useState(given ?? '');
  const [refused, setRefused] = useState<'used' | 'taken' | null>(null);

  useEffect(() => {
    if (!given) return;
    setToken(given);
    setRefused(null);
    void navigate({ to: '/setup', search: {}, replace: true });
  }, [given, navigate]);

  return (
    <EntryFrame title={t('setup.title')} second={<p className="t2 mono">{location.host}</p>}>
      {refused === 'taken' ? (
        <>
          <Note tone="warn" icon={CircleAlert} role="alert">
            <b>{t('setup.taken')}</b> {t('setup.takenHint')}
          </Note>
          <p className="below">
            <Link to="/sign-in">{t('setup.toSignIn')}</Link>
          </p>
        </>
      ) : (
        <>
          {(refused === 'used' || !token) && <FreshLink used={refused === 'used'} />}
          {token && (
            <SetupForm
              token={token}
              onRefused={setRefused}
              onMade={() => void navigate({ to: '/first-run', replace: true })}
            />
          )}
        </>
      )}
    </EntryFrame>
  );
}

function FreshLink({ used }: { used: boolean }) {
  const { t } = useTranslation('entry');
  return (
    <Note tone="warn" icon={CircleAlert} role="alert">
      <b>{t(used ? 'setup.used' : 'setup.noToken')}</b> {t('setup.fresh')}
      <span className="command">
        <code className="mono" translate="no" dir="ltr">
          {command}
        </code>
        <CopyButton text={command} what={command} look="quiet" />
      </span>
      {used && <p>{t('setup.kept')}</p>}
      <p>
        <Trans t={t} i18nKey="setup.or" components={{ in: <Link to="/sign-in" /> }} />
      </p>
    </Note>
  );
}
