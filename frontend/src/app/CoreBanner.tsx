import { useMutation, useQuery } from '@tanstack/react-query';
import { CircleAlert, Copy, Unplug } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError } from '../api/error';
import { windowQuery } from '../features/window/calls';
import { loadTexts } from '../i18n';
import { formatSeconds } from '../i18n/format';
import { host } from '../platform';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { errorSentence, sentence } from '../ui/errorText';
import { later } from '../ui/later';
import { useRootDialog } from '../ui/RootDialog';
import { useCopy } from '../ui/useCopy';
import { useCore } from './core';
import { useListen } from './listenerCalls';
import { useListener } from './useListener';

const UnlockDialog = later(async () => {
  const [module] = await Promise.all([
    import('../features/window/UnlockDialog'),
    loadTexts('window', 'entry'),
  ]);
  return module.UnlockDialog;
});

function Countdown({ until, trying }: { until: number; trying: boolean }) {
  const { t } = useTranslation();
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  const left = Math.ceil((until - now) / 1000);
  // Counting down is no news to a screen reader; the banner said what matters.
  return (
    <span className="t2" aria-live="off">
      {trying || left <= 0 ? t('core.now') : t('core.again', { count: left })}
    </span>
  );
}

/** Above every page: the core is away, or serves nobody. */
export function CoreBanner() {
  const { t } = useTranslation();
  const { copied, copy } = useCopy();
  const core = useCore();
  const listen = useListen();
  const control = useListener();
  const dialogs = useRootDialog();
  const { data: place } = useQuery(windowQuery);
  // A team's server is not this computer's to start.
  const restarts = host.can('restartCore') && !place?.server;
  const askToUnlock = () => {
    const opened = () => {
      dialogs.close();
      core.tryNow();
    };
    dialogs.show(<UnlockDialog onClose={dialogs.close} onOpened={opened} />);
  };
  const restart = useMutation({
    mutationFn: () => host.restartCore(),
    onSuccess: core.tryNow,
    onError: (cause) => asApiError(cause).field === 'passphrase' && askToUnlock(),
  });
  const listener = core.status?.listener;

  if (core.lostAt !== null) {
    const since = formatSeconds(core.lostAt);
    return (
      <Banner
        tone="danger"
        icon={Unplug}
        title={t('core.stopped', { time: since })}
        text={t('core.consequence')}
        second={
          <>
            <span className="mono">core_unreachable</span>
            {restart.error ? (
              <span>{errorSentence(asApiError(restart.error))}</span>
            ) : (
              <Countdown until={core.nextTry} trying={core.trying} />
            )}
          </>
        }
      >
        <Button
          small
          look="quiet"
          icon={Copy}
          onClick={() =>
            copy(`core_unreachable, ${new Date(core.lostAt ?? 0).toISOString()}`, t('core.details'))
          }
        >
          {copied ? t('action.copied') : t('core.details')}
        </Button>
        <Button small look={restarts ? 'default' : 'primary'} onClick={core.tryNow}>
          {t('core.try')}
        </Button>
        {restarts && (
          <Button small look="primary" disabled={restart.isPending} onClick={() => restart.mutate()}>
            {t('core.restart')}
          </Button>
        )}
      </Banner>
    );
  }
  if (listener?.state === 'stopped') {
    const { suggestion, error } = listener;
    return (
      <Banner tone="warn" icon={CircleAlert} title={t('listener.stoppedTitle')} text={sentence(error)}>
        {suggestion && (
          <Button small look="primary" disabled={listen.isPending} onClick={() => listen.mutate(suggestion)}>
            {t('listener.use', { address: suggestion })}
          </Button>
        )}
        {!suggestion && control.can.start && (
          <Button small look="primary" onClick={control.start}>
            {t('listener.start')}
          </Button>
        )}
      </Banner>
    );
  }
  return null;
}
