import { Check, CircleX, Terminal } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { formatSeconds } from '../../i18n/format';
import { Button } from '../../ui/Button';
import { Chip } from '../../ui/Chip';
import { CodeBlock } from '../../ui/CodeBlock';
import { CopyButton } from '../../ui/CopyButton';
import { useCopy } from '../../ui/useCopy';
import { type About, momentOf } from './claims';
import { type Answer, type DialectName, statusLine } from './dialects';
import { JwtView } from './JwtView';
import { decodeJwt } from './jwt';
import type { LoginState } from './useLogin';
import './token.css';

interface LoginResultProps {
  dialect: DialectName;
  state: LoginState;
  about: About;
  /** The command that does the same from a terminal; absent where it is offered elsewhere. */
  curl?: string;
  withText?: boolean;
}

/** What a login answered: the status and how long it took, then the token claim by claim, or why there is none. */
export function LoginResult({ dialect, state, about, curl, withText = false }: LoginResultProps) {
  const { t } = useTranslation('token');
  const answer = state.phase === 'answered' ? state.answer : state.phase === 'asking' ? state.before : null;
  const shown = useRef<HTMLDivElement>(null);
  // The button that asked may stand at the very edge of what is seen.
  useEffect(() => {
    if (answer) shown.current?.scrollIntoView({ block: 'nearest' });
  }, [answer]);
  if (state.phase === 'unanswered') {
    return (
      <div className="tokenresult" role="alert">
        <p className="said">{t('refused.nobody')}</p>
      </div>
    );
  }
  if (!answer) return null;
  const good = answer.token !== null;
  return (
    <div className="tokenresult" ref={shown} aria-busy={state.phase === 'asking'}>
      <div className="head" role="status">
        <Chip tone={good ? 'ok' : 'danger'} icon={good ? Check : CircleX}>
          {statusLine(answer.status)}
        </Chip>
        <span className="t2 num nowrap">{t('ms', { count: answer.ms })}</span>
        {answer.token !== null && <Validity token={answer.token} />}
        <span className="grow" />
        {answer.token !== null && (
          <CopyButton
            text={answer.token}
            what={t('token')}
            label={curl ? t('token') : t('copyToken')}
            look="quiet"
          />
        )}
        {curl && <CopyCurl curl={curl} />}
      </div>
      {answer.token !== null ? (
        <>
          <JwtView token={answer.token} about={about} withText={withText} />
          {answer.rest && withText && (
            <details className="allclaims">
              <summary>{t('logins.profile')}</summary>
              <CodeBlock code={answer.rest} title="" what={t('logins.profile')} />
            </details>
          )}
        </>
      ) : (
        <p className="said">
          <Refusal dialect={dialect} answer={answer} />
        </p>
      )}
    </div>
  );
}

function Validity({ token }: { token: string }) {
  const { t } = useTranslation('token');
  const decoded = decodeJwt(token);
  if (!decoded.ok) return null;
  const until = momentOf(decoded.jwt.claims.exp);
  if (!until) return null;
  const time = formatSeconds(until);
  const alg = decoded.jwt.header.alg;
  return (
    <span className="t3 cut">
      {typeof alg === 'string' ? t('algUntil', { alg, time }) : t('validUntil', { time })}
    </span>
  );
}

function CopyCurl({ curl }: { curl: string }) {
  const { t } = useTranslation('token');
  const { t: common } = useTranslation();
  const { copied, copy } = useCopy();
  return (
    <Button small look="quiet" icon={copied ? Check : Terminal} onClick={() => copy(curl, 'curl')}>
      {copied ? common('action.copied') : t('copyCurl')}
    </Button>
  );
}

function Refusal({ dialect, answer }: { dialect: DialectName; answer: Answer }) {
  const { t } = useTranslation('token');
  if (answer.status === 429) {
    return (
      <>{answer.retryAfter ? t('refused.busy', { count: answer.retryAfter }) : t('refused.busyUnknown')}</>
    );
  }
  if (answer.status === 403) return <>{t('refused.expired')}</>;
  if (answer.status === 401) return <>{t(dialect === 'user' ? 'refused.password' : 'refused.credential')}</>;
  return <>{t('refused.other')}</>;
}
