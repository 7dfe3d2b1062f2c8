import { Check } from 'lucide-react';
import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import { asApiError } from '../../api/error';
import { queryClient, statusQuery } from '../../api/queries';
import type { Status } from '../../api/types';
import { formatSeconds } from '../../i18n/format';
import { said } from '../../i18n/said';
import { Button } from '../../ui/Button';
import { errorSentence } from '../../ui/errorText';
import { Step } from './Step';

interface ListenerStepProps {
  status: Status | undefined;
  error: unknown;
}

/** Done by itself, but where the port was taken: then the next free one is a button. */
export function ListenerStep({ status, error }: ListenerStepProps) {
  const { t } = useTranslation('entry');
  const listener = status?.listener;
  const lost = error ? asApiError(error) : null;
  const on = listener?.state === 'listening' && !lost;
  return (
    <Step
      number={1}
      title={t('firstRun.listener.title')}
      done={on}
      end={
        on && listener.since ? (
          <span className="t2 s12 row outcome">
            <Check className="i i14" aria-hidden="true" />
            <time dateTime={listener.since}>
              {t('firstRun.listener.since', { time: formatSeconds(listener.since) })}
            </time>
          </span>
        ) : (
          listener?.suggestion && <MoveListener address={listener.suggestion} />
        )
      }
    >
      {lost ? (
        <p className="line bad" role="alert">
          {errorSentence(lost)}
        </p>
      ) : !listener ? (
        <p className="t2 line">{t('firstRun.listener.asking')}</p>
      ) : on ? (
        <p className="t2 line">
          <Trans
            t={t}
            i18nKey={listener.loopback ? 'firstRun.listener.at' : 'firstRun.listener.atAll'}
            values={{ url: listener.url }}
            components={{ addr: <span className="mono" translate="no" dir="ltr" /> }}
          />
        </p>
      ) : (
        <p className="line bad" role="alert">
          {listener.error
            ? t('firstRun.listener.why', { reason: said(listener.error) })
            : t('firstRun.listener.stopped')}
        </p>
      )}
    </Step>
  );
}

function MoveListener({ address }: { address: string }) {
  const { t } = useTranslation('entry');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState('');
  const move = async () => {
    if (busy) return;
    setBusy(true);
    setRefused('');
    try {
      queryClient.setQueryData(
        statusQuery.queryKey,
        await take(api.PUT('/api/v1/listener', { body: { address } })),
      );
    } catch (cause) {
      setRefused(errorSentence(asApiError(cause)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {refused && (
        <span className="hint error" role="alert">
          {refused}
        </span>
      )}
      <Button small look="primary" aria-disabled={busy} onClick={move}>
        {t('firstRun.listener.use', { port: address.slice(address.lastIndexOf(':') + 1) })}
      </Button>
    </>
  );
}
