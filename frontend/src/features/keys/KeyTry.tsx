import { TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Key } from '../../api/types';
import { Button } from '../../ui/Button';
import { FieldLabel } from '../../ui/FieldLabel';
import { partnerLogin } from '../token/dialects';
import { LoginResult } from '../token/LoginResult';
import { useLogin } from '../token/useLogin';

/** Logs in with a secret somebody has, as a client would: whether it is the right one, and what it opens. */
export function KeyTry({ item }: { item: Key }) {
  const { t } = useTranslation('keys');
  const { state, login } = useLogin();
  const [secret, setSecret] = useState('');
  const [missing, setMissing] = useState(false);
  const asking = state.phase === 'asking';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (asking) return;
    setMissing(secret === '');
    if (secret !== '') void login(partnerLogin({ accessKey: item.accessKey, secret }));
  };
  return (
    <form className="stack" style={{ gap: 16 }} onSubmit={submit} autoComplete="off">
      <p className="t2">{t('try.lead')}</p>
      <TextInput
        type="password"
        label={<FieldLabel text={t('secret.secret')} aside={t('try.hint')} />}
        value={secret}
        onChange={(event) => {
          setSecret(event.currentTarget.value);
          setMissing(false);
        }}
        error={missing ? t('try.missing') : null}
        autoComplete="off"
        spellCheck={false}
      />
      <div>
        <Button type="submit" look="primary" aria-disabled={asking}>
          {t('try.action')}
        </Button>
      </div>
      <LoginResult
        dialect="partner"
        state={state}
        about={{ username: item.user.username, keyName: item.name, accountName: item.account.name }}
        withText
      />
    </form>
  );
}
