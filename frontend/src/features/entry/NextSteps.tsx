import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Check } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button';
import { BackUpNow } from '../vault/BackUpNow';
import { storeQuery } from '../vault/calls';
import { ImportDialog } from '../vault/ImportDialog';
import { KeepRecoveryKey, MakeRecoveryKey } from '../vault/RecoveryKey';

interface NextStepsProps {
  owner: boolean;
  /** The portal does not lead here again. */
  onLeave: () => void;
}

/** What is worth doing before the first real key: none of it is in the way of the token. */
export function NextSteps({ owner, onLeave }: NextStepsProps) {
  const { t } = useTranslation('entry');
  const [importing, setImporting] = useState(false);
  return (
    <nav className="nextsteps" aria-label={t('firstRun.next.title')}>
      {owner && (
        <>
          <RecoveryStep />
          <BackUpNow look="link" />
          <Button look="link" onClick={() => setImporting(true)}>
            {t('firstRun.next.import')}
          </Button>
        </>
      )}
      <Link className="btn link" to="/api" preload={false} onClick={onLeave}>
        {t('firstRun.next.api')}
      </Link>
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
    </nav>
  );
}

/** Made, then said to be kept: only the second ends the reminder. */
function RecoveryStep() {
  const { t } = useTranslation('entry');
  const { data } = useQuery(storeQuery);
  if (!data?.recovery) return <MakeRecoveryKey look="link" label={t('firstRun.next.recovery')} />;
  if (!data.recoverySaved) return <KeepRecoveryKey look="link" label={t('firstRun.next.keep')} />;
  return (
    <span className="row t2">
      <Check className="i i14" aria-hidden="true" />
      {t('firstRun.next.kept')}
    </span>
  );
}
