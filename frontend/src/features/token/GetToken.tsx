import { RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button';
import { partnerLogin } from './dialects';
import { LoginResult } from './LoginResult';
import { useLogin } from './useLogin';
import './token.css';

interface GetTokenProps {
  accessKey: string;
  secret: string;
  keyName: string;
  accountName: string;
  username: string;
}

/** Proves a new key: logs in with it as any client would and shows the token. */
export function GetToken({ accessKey, secret, keyName, accountName, username }: GetTokenProps) {
  const { t } = useTranslation('token');
  const { state, login } = useLogin();
  const asking = state.phase === 'asking';
  return (
    <section aria-label={t('does')}>
      <div className="row flow">
        <h3>{t('does')}</h3>
        <span className="t3 s12">{t('with')}</span>
        <span className="grow" />
        <Button
          small
          icon={RotateCw}
          aria-disabled={asking}
          onClick={() => asking || login(partnerLogin({ accessKey, secret }))}
        >
          {asking ? t('asking') : t('get')}
        </Button>
      </div>
      <LoginResult dialect="partner" state={state} about={{ username, keyName, accountName }} />
    </section>
  );
}
