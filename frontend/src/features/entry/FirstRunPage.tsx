import { useQuery } from '@tanstack/react-query';
import { useBlocker, useNavigate } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient, sessionQuery, statusQuery } from '../../api/queries';
import { Brand } from '../../ui/Brand';
import { Button } from '../../ui/Button';
import { ThemeButton } from '../../ui/ThemeButton';
import { baseUrl } from '../token/baseUrl';
import { FirstKeyStep } from './FirstKeyStep';
import { asEnv, type MadeKey } from './firstKey';
import { LeaveDialog } from './LeaveDialog';
import { ListenerStep } from './ListenerStep';
import { NextSteps } from './NextSteps';
import { TokenStep } from './TokenStep';
import './entry.css';

const skipPlace = 'latchkey.first-run';

/** From nothing to a token, on one page. The secrets it shows live in its state and go with it. */
export function FirstRunPage() {
  const { t } = useTranslation('entry');
  const navigate = useNavigate();
  const { data: status, error } = useQuery(statusQuery);
  const { data: session } = useQuery(sessionQuery);
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<MadeKey | null>(null);
  const [kept, setKept] = useState({ secret: false, password: false });
  const [hasToken, setHasToken] = useState(false);

  // Asked once, on entering: after the first key the answer is another, and the person is still reading.
  useEffect(() => {
    void queryClient.ensureQueryData(statusQuery).then(
      (entered) => {
        if (!entered.firstRun) void navigate({ to: '/', replace: true });
      },
      () => {},
    );
  }, [navigate]);

  // A key that is on its way already has a secret that only this page will be told.
  const losesSecret = making || (made !== null && !kept.secret);
  const losesPassword = made !== null && made.password !== '' && !kept.password;
  const gate = useBlocker({
    shouldBlockFn: () => losesSecret || losesPassword,
    enableBeforeUnload: () => losesSecret || losesPassword,
    withResolver: true,
  });

  const settle = () => sessionStorage.setItem(skipPlace, 'skipped');
  const leave = () => {
    if (making) return;
    settle();
    void navigate({ to: '/keys' });
  };
  const copiedAll = made !== null && !losesSecret && !losesPassword;
  const done = made !== null && hasToken;
  const owner = session?.operator.role === 'owner';

  return (
    <div className="ob">
      <header className="obbar">
        <Brand />
        <span className="grow" />
        <ThemeButton />
        {!made && (
          <Button look="quiet" onClick={leave}>
            {t('firstRun.skip')}
          </Button>
        )}
      </header>
      <main className="obmain">
        <div className="obcol">
          <h1>{t('firstRun.title')}</h1>
          <ol>
            <ListenerStep status={status} error={error} />
            <FirstKeyStep
              made={made}
              onMaking={setMaking}
              onMade={setMade}
              urge={done && !kept.secret}
              onKept={(what) => setKept((last) => ({ ...last, [what]: true }))}
            />
            <TokenStep
              made={made}
              base={baseUrl(status?.listener.url ?? '')}
              owner={owner}
              onToken={() => setHasToken(true)}
            />
          </ol>
        </div>
        <footer className="obfoot">
          <div>
            <Button
              look={!done ? 'default' : copiedAll ? 'primary' : 'wait'}
              endIcon={ArrowRight}
              aria-disabled={making}
              onClick={leave}
            >
              {t('firstRun.toPortal')}
            </Button>
            <NextSteps owner={owner} onLeave={settle} />
          </div>
        </footer>
      </main>
      <LeaveDialog
        open={gate.status === 'blocked'}
        losing={losesSecret ? 'secret' : 'password'}
        text={made ? asEnv(made) : ''}
        onLeave={() => gate.proceed?.()}
        onStay={() => gate.reset?.()}
      />
    </div>
  );
}
