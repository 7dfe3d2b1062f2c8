import { Tabs } from '@mantine/core';
import { Check, CircleX, KeyRound, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import { asApiError } from '../../api/error';
import { Button } from '../../ui/Button';
import { Chip } from '../../ui/Chip';
import { CodeBlock } from '../../ui/CodeBlock';
import { CopyButton } from '../../ui/CopyButton';
import { clearClipboardLater } from '../../ui/clipboardTimer';
import { errorSentence } from '../../ui/errorText';
import { SecretField } from '../../ui/SecretField';
import { statusLine, type Verdict, verify } from './dialects';
import { curlVerify, exportSecret, type Program, programs } from './samples';
import './token.css';

interface VerifyItProps {
  token: string;
  /** Where a client reaches `/verify`. */
  base: string;
  /** Whether this operator may see the signing secret. */
  owner: boolean;
}

/** How the service behind checks a token: by the signing secret in a few lines of its own, or by asking. */
export function VerifyIt({ token, base, owner }: VerifyItProps) {
  const { t } = useTranslation('token');
  const curl = curlVerify(base, token);
  return (
    <div className="verify">
      <SigningSecret owner={owner} />
      <Tabs defaultValue="python" className="lk-tabs" keepMounted={false}>
        <Tabs.List aria-label={t('verify.language')}>
          {programs.map(({ language, label }) => (
            <Tabs.Tab key={language} value={language}>
              {label}
            </Tabs.Tab>
          ))}
          <Tabs.Tab value="curl">curl</Tabs.Tab>
        </Tabs.List>
        {programs.map((program) => (
          <Tabs.Panel key={program.language} value={program.language}>
            <Sample program={program} />
          </Tabs.Panel>
        ))}
        <Tabs.Panel value="curl">
          <CodeBlock code={curl} title={t('verify.asks')} what="curl" />
        </Tabs.Panel>
      </Tabs>
      <LiveCheck token={token} />
    </div>
  );
}

function Sample({ program }: { program: Program }) {
  const { t } = useTranslation('token');
  const { install, run, code, file } = program;
  const title = install ? t('verify.runsAfter', { install, run }) : t('verify.runs', { run });
  return <CodeBlock code={code} title={title} what={file} />;
}

type Reveal =
  | { phase: 'hidden' | 'asking' }
  | { phase: 'shown'; secret: string }
  | { phase: 'failed'; reason: string };

/** Behind a button, because revealing is an act that is written down. */
function SigningSecret({ owner }: { owner: boolean }) {
  const { t } = useTranslation('token');
  const [reveal, setReveal] = useState<Reveal>({ phase: 'hidden' });

  const ask = async () => {
    setReveal({ phase: 'asking' });
    try {
      const { items } = await take(api.GET('/api/v1/signing-keys'));
      const active = items.find(({ use, state }) => use === 'machine' && state === 'active');
      if (!active) return setReveal({ phase: 'failed', reason: t('verify.none') });
      const path = { params: { path: { id: active.id } } };
      const { secret } = await take(api.POST('/api/v1/signing-keys/{id}/reveal', path));
      setReveal({ phase: 'shown', secret });
    } catch (cause) {
      setReveal({ phase: 'failed', reason: errorSentence(asApiError(cause)) });
    }
  };

  if (reveal.phase === 'shown') {
    return (
      <div className="creds">
        <SecretField label={t('verify.secret')} value={reveal.secret}>
          <CopyButton
            onCopied={() => clearClipboardLater(exportSecret(reveal.secret))}
            text={exportSecret(reveal.secret)}
            what={t('verify.copySecretWhat')}
            label={t('verify.copySecret')}
          />
        </SecretField>
      </div>
    );
  }
  return (
    <div className="secretask">
      <KeyRound className="i i14" aria-hidden="true" />
      <span className="grow">
        <b>{t('verify.secret')}</b>{' '}
        <span className="t2">{owner ? t('verify.warning') : t('verify.ownersOnly')}</span>
        {reveal.phase === 'failed' && (
          <span className="hint error" role="alert">
            {reveal.reason}
          </span>
        )}
      </span>
      {owner && (
        <Button
          small
          aria-disabled={reveal.phase === 'asking'}
          onClick={() => reveal.phase === 'asking' || ask()}
        >
          {t('verify.revealSecret')}
        </Button>
      )}
    </div>
  );
}

function LiveCheck({ token }: { token: string }) {
  const { t } = useTranslation('token');
  const [verdict, setVerdict] = useState<Verdict | 'unanswered' | null>(null);
  const check = async () => {
    try {
      setVerdict(await verify(token));
    } catch {
      setVerdict('unanswered');
    }
  };
  const said = verdict === null || verdict === 'unanswered' ? null : verdict;
  return (
    <div className="live">
      <div className="row flow">
        <span className="t2 grow">{t('verify.live')}</span>
        <Button small icon={ShieldCheck} onClick={check}>
          {t('verify.check')}
        </Button>
      </div>
      {verdict === 'unanswered' && (
        <p className="hint error" role="alert">
          {t('refused.nobody')}
        </p>
      )}
      {said && (
        <div className="tokenresult">
          <div className="head" role="status">
            <Chip tone={said.status === 200 ? 'ok' : 'danger'} icon={said.status === 200 ? Check : CircleX}>
              {statusLine(said.status)}
            </Chip>
            <span className="t2 num nowrap">{t('ms', { count: said.ms })}</span>
            <span className="t3 cut">{said.status === 200 ? t('verify.valid') : t('verify.refused')}</span>
          </div>
          {said.identity.length > 0 && (
            <dl className="claims headers" aria-label={t('verify.headers')}>
              {said.identity.map(({ header, value }) => (
                <div key={header}>
                  <dt className="mono" translate="no" dir="ltr">
                    {header}
                  </dt>
                  {value ? (
                    <dd className="mono cut" translate="no" dir="ltr" title={value}>
                      {value}
                    </dd>
                  ) : (
                    <dd className="t3">{t('verify.empty')}</dd>
                  )}
                </div>
              ))}
            </dl>
          )}
        </div>
      )}
    </div>
  );
}
