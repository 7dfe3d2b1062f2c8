import { Tabs } from '@mantine/core';
import { RotateCw } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button';
import {
  apiKeyLogin,
  type DialectName,
  type LoginRequest,
  loginPaths,
  partnerLogin,
  userLogin,
} from '../token/dialects';
import { LoginResult } from '../token/LoginResult';
import { curlPost } from '../token/samples';
import { type LoginState, useLogin } from '../token/useLogin';
import { VerifyIt } from '../token/VerifyIt';
import type { MadeKey } from './firstKey';
import { PasswordField } from './PasswordField';
import { Step } from './Step';

interface TokenStepProps {
  made: MadeKey | null;
  base: string;
  owner: boolean;
  onToken: () => void;
}

const dialects: readonly DialectName[] = ['partner', 'apikey', 'user'];

/** The three logins with what was just made, and how a service behind checks the token. */
export function TokenStep({ made, base, owner, onToken }: TokenStepProps) {
  const { t } = useTranslation('token');
  const { t: entry } = useTranslation('entry');
  const logins = { partner: useLogin(), apikey: useLogin(), user: useLogin() };
  const [dialect, setDialect] = useState<DialectName>('partner');
  const [ownPassword, setOwnPassword] = useState('');
  const button = useRef<HTMLButtonElement>(null);

  const machineToken = tokenOf(logins.partner.state) ?? tokenOf(logins.apikey.state);
  const anyToken = machineToken !== null || tokenOf(logins.user.state) !== null;
  useEffect(() => {
    if (anyToken) onToken();
  }, [anyToken, onToken]);
  // The button that made the key is gone; the next one takes its place under the fingers.
  useLayoutEffect(() => {
    if (made) button.current?.focus();
  }, [made]);

  const request: LoginRequest | null = made && requestFor(dialect, made, ownPassword);
  const { state, login } = logins[dialect];
  const asking = state.phase === 'asking';
  const ready = request !== null && !asking;
  return (
    <Step
      number={3}
      title={entry('firstRun.token.title')}
      done={anyToken}
      end={
        <Button
          ref={button}
          small
          look={made && !anyToken ? 'primary' : 'default'}
          icon={RotateCw}
          disabled={!made}
          aria-disabled={!ready}
          onClick={() => request && ready && login(request)}
        >
          {asking ? t('asking') : t('get')}
        </Button>
      }
    >
      {!made && <p className="t2 line">{entry('firstRun.token.first')}</p>}
      {made && (
        <Tabs
          className="lk-tabs"
          value={dialect}
          onChange={(value) => setDialect(dialects.find((name) => name === value) ?? 'partner')}
        >
          <Tabs.List aria-label={t('logins.label')}>
            {dialects.map((name) => (
              <Tabs.Tab key={name} value={name} className="mono" translate="no">
                {loginPaths[name]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {dialects.map((name) => (
            <Tabs.Panel key={name} value={name}>
              <p className="t2 line">{t(`logins.${name}About`)}</p>
              {name === 'user' && !made.password && (
                <PasswordField
                  className="ownpassword"
                  label={t('logins.yourPassword')}
                  description={t('logins.yourPasswordHint')}
                  autoComplete="current-password"
                  value={ownPassword}
                  onChange={(event) => setOwnPassword(event.currentTarget.value)}
                />
              )}
              <LoginResult
                dialect={name}
                state={logins[name].state}
                about={{ username: made.username, keyName: made.keyName, accountName: made.accountName }}
                curl={curlFor(base, requestFor(name, made, ownPassword))}
                withText
              />
            </Tabs.Panel>
          ))}
        </Tabs>
      )}
      {machineToken !== null && (
        <section className="verifybox" aria-labelledby="verify-it">
          <div className="row flow">
            <h3 id="verify-it">{t('verify.title')}</h3>
            <span className="t3 s12">{t('verify.about')}</span>
          </div>
          <VerifyIt token={machineToken} base={base} owner={owner} />
        </section>
      )}
    </Step>
  );
}

function tokenOf(state: LoginState): string | null {
  if (state.phase === 'answered') return state.answer.token;
  return state.phase === 'asking' ? (state.before?.token ?? null) : null;
}

/** Null where the login needs a password that nobody has typed yet. */
function requestFor(dialect: DialectName, made: MadeKey, ownPassword: string): LoginRequest | null {
  if (dialect === 'partner') return partnerLogin(made);
  if (dialect === 'apikey') return apiKeyLogin(made);
  const password = made.password || ownPassword;
  return password ? userLogin({ username: made.username, password }) : null;
}

function curlFor(base: string, request: LoginRequest | null): string {
  return request ? curlPost(base, request.path, request.body) : '';
}
