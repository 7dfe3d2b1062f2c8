import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import { asApiError } from '../../api/error';
import { statusQuery } from '../../api/queries';
import type { Status } from '../../api/types';
import { host } from '../../platform';
import { Button } from '../../ui/Button';
import { errorSentence } from '../../ui/errorText';
import { toast } from '../../ui/toast';
import { movedPortal } from './reconnect';
import { SettingLine } from './SettingLine';

interface AddressFormProps {
  status: Status;
  lost: boolean;
  /** Goes to where the portal is found afterwards; tests watch it. */
  go?: (url: string) => void;
  above: ReactNode;
  /** The lines before the address. */
  reach: ReactNode;
  children: ReactNode;
}

const goThere = (url: string) => window.location.assign(url);

/** Moves the listener. In a browser this page moves with it, and the session, which belongs to the old address, does not. */
export function AddressForm({ status, lost, go = goThere, above, reach, children }: AddressFormProps) {
  const { t } = useTranslation('settings');
  const client = useQueryClient();
  const { address } = status.listener;
  const [draft, setDraft] = useState<string | null>(null);
  const [missing, setMissing] = useState(false);
  const move = useMutation({
    mutationFn: (to: string) => take(api.PUT('/api/v1/listener', { body: { address: to } })),
    onSuccess: (after) => {
      const there = movedPortal(status, after, window.location, host.can('localOperator'));
      if (there) return go(there);
      client.setQueryData(statusQuery.queryKey, after);
      void client.invalidateQueries({ queryKey: ['audit'] });
      toast(t('listener.moved', { address: after.listener.address }));
      setDraft(null);
    },
  });

  const shown = draft ?? address;
  const wanted = shown.trim();
  const changed = wanted !== address;
  // Where it would be found, if it is where this page comes from.
  const moved = { ...status, listener: { ...status.listener, address: wanted } };
  const follows = movedPortal(status, moved, window.location, host.can('localOperator')) !== null;
  const fault = missing
    ? t('listener.required')
    : move.error
      ? errorSentence(asApiError(move.error))
      : undefined;

  const type = (text: string) => {
    setDraft(text);
    setMissing(false);
    move.reset();
  };
  const discard = () => {
    setDraft(null);
    setMissing(false);
    move.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!changed || lost || move.isPending) return;
    if (wanted === '') setMissing(true);
    else move.mutate(wanted);
  };
  return (
    <form className="setform" onSubmit={submit} noValidate>
      <div className="setmain">
        {above}
        <div>
          {reach}
          <SettingLine label={t('listener.address')} hint={t('listener.addressHint')}>
            <TextInput
              className="addressfield"
              aria-label={t('listener.addressLabel')}
              value={shown}
              onChange={(event) => type(event.currentTarget.value)}
              error={fault}
              disabled={lost}
              autoComplete="off"
              spellCheck={false}
            />
          </SettingLine>
        </div>
        {children}
      </div>
      {changed && (
        <div className="foot savebar">
          <RotateCw className="i wide-only" aria-hidden="true" />
          <span className="grow" role="status">
            <b>{t('listener.change')}</b>{' '}
            <span className="t2">
              {t('listener.moves', { before: address, after: wanted || t('nothing') })}
              {follows && ` ${t('listener.signIn')}`}
            </span>
          </span>
          <Button look="quiet" onClick={discard}>
            {t('listener.discard')}
          </Button>
          <Button look="primary" type="submit" disabled={lost || move.isPending}>
            {follows ? t('listener.reconnect') : t('listener.apply')}
          </Button>
        </div>
      )}
    </form>
  );
}
