import { Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError } from '../../api/error';
import { formatDate } from '../../i18n/format';
import { Button } from '../../ui/Button';
import { CopyButton } from '../../ui/CopyButton';
import { clearClipboardLater, useClipboardTimer } from '../../ui/clipboardTimer';
import { errorSentence } from '../../ui/errorText';
import { SecretField } from '../../ui/SecretField';
import { type MadeKey, makeFirstKey } from './firstKey';
import { Step } from './Step';

interface FirstKeyStepProps {
  made: MadeKey | null;
  /** While the core is asked: leaving then would lose the answer. */
  onMaking: (on: boolean) => void;
  onMade: (key: MadeKey) => void;
  onKept: (what: 'secret' | 'password') => void;
  /** Copying is what is left to do. */
  urge: boolean;
}

export function FirstKeyStep({ made, onMaking, onMade, onKept, urge }: FirstKeyStepProps) {
  const { t } = useTranslation('entry');
  return (
    <Step
      number={2}
      title={t('firstRun.key.title')}
      done={made !== null}
      end={
        made && (
          <span className="t2 s12 cut">
            {made.expires
              ? t('firstRun.key.until', { name: made.keyName, date: formatDate(made.expires) })
              : t('firstRun.key.forever', { name: made.keyName })}
          </span>
        )
      }
    >
      {made ? (
        <Credentials made={made} onKept={onKept} urge={urge} />
      ) : (
        <KeyForm onMaking={onMaking} onMade={onMade} />
      )}
    </Step>
  );
}

function KeyForm({ onMaking, onMade }: Pick<FirstKeyStepProps, 'onMaking' | 'onMade'>) {
  const { t } = useTranslation('entry');
  const [name, setName] = useState<string>(t('firstRun.key.defaultName'));
  const [expires, setExpires] = useState('90d');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<{ field: string; text: string } | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (!name.trim()) return setFault({ field: 'keyName', text: t('required.key') });
    setBusy(true);
    onMaking(true);
    setFault(null);
    try {
      onMade(await makeFirstKey(name.trim(), expires));
    } catch (cause) {
      const refused = asApiError(cause);
      setFault({ field: refused.field, text: errorSentence(refused) });
      setBusy(false);
    } finally {
      onMaking(false);
    }
  };

  return (
    <form className="firstkey" onSubmit={submit} noValidate>
      <TextInput
        label={t('firstRun.key.name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fault?.field === 'keyName' ? fault.text : null}
      />
      <Select
        label={t('firstRun.key.expires')}
        value={expires}
        onChange={(value) => setExpires(value ?? '90d')}
        allowDeselect={false}
        checkIconPosition="right"
        data={[
          ...[7, 30, 90].map((days) => ({
            value: `${days}d`,
            label: t('firstRun.key.days', { count: days }),
          })),
          { value: '365d', label: t('firstRun.key.year') },
          { value: 'never', label: t('firstRun.key.never') },
        ]}
        error={fault?.field === 'expires' ? fault.text : null}
      />
      <Button type="submit" look="primary" aria-disabled={busy}>
        {busy ? t('firstRun.key.creating') : t('firstRun.key.create')}
      </Button>
      {fault && fault.field !== 'keyName' && fault.field !== 'expires' && (
        <p className="hint error" role="alert">
          {fault.text}
        </p>
      )}
    </form>
  );
}

interface CredentialsProps extends Pick<FirstKeyStepProps, 'onKept' | 'urge'> {
  made: MadeKey;
}

function Credentials({ made, onKept, urge }: CredentialsProps) {
  const { t } = useTranslation('entry');
  const { t: common } = useTranslation();
  const left = useClipboardTimer();
  const copy = (what: 'secret' | 'password', text: string) => (
    <CopyButton
      text={text}
      what={t(`firstRun.key.${what}`)}
      look={urge && what === 'secret' ? 'primary' : 'default'}
      onCopied={() => {
        clearClipboardLater(text);
        onKept(what);
      }}
    />
  );
  return (
    <>
      <div className="creds tight">
        <div className="cred">
          <span className="t3">{t('firstRun.key.accessKey')}</span>
          <span className="mono cut" translate="no" dir="ltr">
            {made.accessKey}
          </span>
          <CopyButton text={made.accessKey} what={t('firstRun.key.accessKey')} />
        </div>
        <SecretField label={t('firstRun.key.secret')} value={made.secret} note={t('firstRun.key.once')}>
          {copy('secret', made.secret)}
        </SecretField>
        {made.password ? (
          <SecretField
            label={t('firstRun.key.password')}
            value={made.password}
            note={t('firstRun.key.passwordOf', { user: made.username })}
          >
            {copy('password', made.password)}
          </SecretField>
        ) : (
          <div className="cred">
            <span className="t3">{t('firstRun.key.password')}</span>
            <span className="t2 cut">{t('firstRun.key.ownPassword', { user: made.username })}</span>
          </div>
        )}
      </div>
      {left !== null && <p className="hint num">{common('copy.clears', { count: left })}</p>}
    </>
  );
}
