import { TextInput } from '@mantine/core';
import { CircleAlert, ShieldAlert, ShieldCheck } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiError, asApiError } from '../../api/error';
import { formatDate } from '../../i18n/format';
import { host, type Probe, type WindowState } from '../../platform';
import { Note } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { errorSentence } from '../../ui/errorText';
import { KeyValue } from '../../ui/KeyValue';

interface ConnectDialogProps {
  address?: string;
  onConnected: (state: WindowState) => void;
  onClose: () => void;
}

/** What the button does next. */
function word(seen: Probe | null): 'look' | 'trustOther' | 'action' | 'trust' {
  if (!seen) return 'look';
  if (seen.changed) return 'trustOther';
  return seen.trusted || seen.known ? 'action' : 'trust';
}

/** A team's server: its address, what it shows of itself, and the word to trust it. Nothing is sent before that. */
export function ConnectDialog({ address = '', onConnected, onClose }: ConnectDialogProps) {
  const { t } = useTranslation('window');
  const { t: common } = useTranslation();
  const [typed, setTyped] = useState(address);
  const [seen, setSeen] = useState<Probe | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const controls = host.window;
    if (busy || !controls) return;
    setBusy(true);
    setError(null);
    try {
      if (!seen) setSeen(await controls.probe(typed));
      else {
        const { certificate } = seen;
        const fingerprint = certificate && !seen.trusted ? certificate.fingerprint : '';
        onConnected(await controls.connect({ address: seen.address, fingerprint }));
      }
    } catch (cause) {
      setError(asApiError(cause));
    } finally {
      setBusy(false);
    }
  };
  const certificate = seen?.certificate ?? null;
  return (
    <Dialog
      open
      title={t('connect.title')}
      lead={t('connect.lead')}
      onClose={onClose}
      footer={
        <>
          <span className="grow" />
          <Button look="quiet" onClick={onClose}>
            {common('action.cancel')}
          </Button>
          <Button
            type="submit"
            form="connect"
            look={seen?.changed ? 'danger' : 'primary'}
            disabled={busy || typed.trim() === ''}
          >
            {t(`connect.${word(seen)}`)}
          </Button>
        </>
      }
    >
      <form id="connect" className="col" onSubmit={submit} noValidate>
        <TextInput
          label={t('connect.address')}
          description={t('connect.addressHint')}
          value={typed}
          spellCheck={false}
          data-autofocus
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setSeen(null);
            setError(null);
          }}
        />
        {seen && (
          <Note
            tone={seen.changed ? 'danger' : seen.trusted || seen.known ? 'ok' : 'warn'}
            icon={seen.trusted || seen.known ? ShieldCheck : ShieldAlert}
            role={seen.changed ? 'alert' : 'status'}
          >
            {seen.changed
              ? t('connect.changed')
              : seen.known
                ? t('connect.known')
                : seen.trusted
                  ? t('connect.trusted')
                  : t(`connect.why.${certificate?.why || 'signer'}`)}
          </Note>
        )}
        {certificate && (
          <KeyValue
            entries={[
              {
                label: t('connect.fingerprint'),
                value: (
                  <span className="mono wrap" translate="no" dir="ltr">
                    {certificate.fingerprint}
                  </span>
                ),
              },
              {
                label: t('connect.names'),
                value: <span translate="no">{certificate.names.join(', ')}</span>,
              },
              { label: t('connect.issuer'), value: <span translate="no">{certificate.issuer}</span> },
              {
                label: t('connect.valid'),
                value: t('connect.range', {
                  from: formatDate(certificate.notBefore),
                  until: formatDate(certificate.notAfter),
                }),
              },
            ]}
          />
        )}
        {error && (
          <Note tone="danger" icon={CircleAlert} role="alert">
            {errorSentence(error)}
          </Note>
        )}
      </form>
    </Dialog>
  );
}
