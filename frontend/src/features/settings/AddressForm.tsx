import { Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Check, RotateCw, TriangleAlert } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import { asApiError } from '../../api/error';
import { statusQuery } from '../../api/queries';
import type { Status } from '../../api/types';
import { formatList } from '../../i18n/format';
import { host } from '../../platform';
import { Note } from '../../ui/Banner';
import { BottomBar } from '../../ui/BottomBar';
import { Button } from '../../ui/Button';
import { errorSentence, sentence } from '../../ui/errorText';
import { toast } from '../../ui/toast';
import { useUnsaved } from '../../ui/useUnsaved';
import { everyHost, exposedTo, hostChoices, isPort, joinAddress, splitAddress } from './address';
import { movedPortal } from './reconnect';
import { SettingLine } from './SettingLine';

interface AddressFormProps {
  status: Status;
  lost: boolean;
  /** Goes to where the portal is found afterwards; tests watch it. */
  go?: (url: string) => void;
  above: ReactNode;
  children: ReactNode;
}

const goThere = (url: string) => window.location.assign(url);
const pause = 200;

/** Where the listener could be; with an address, whether it could be there. */
function useChoices(address: string, tried: boolean) {
  return useQuery({
    queryKey: ['listener', tried ? address : ''],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/listener', { params: { query: tried ? { address } : {} }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 2_000,
  });
}

/** Moves the listener. In a browser this page moves with it, and the session, which belongs to the old address, does not. */
export function AddressForm({ status, lost, go = goThere, above, children }: AddressFormProps) {
  const { t } = useTranslation('settings');
  const client = useQueryClient();
  const { address } = status.listener;
  const [nowHost, nowPort] = splitAddress(address);
  const [chosenHost, setHost] = useState<string | null>(null);
  const [typedPort, setPort] = useState<string | null>(null);
  const move = useMutation({
    mutationFn: (to: string) => take(api.PUT('/api/v1/listener', { body: { address: to } })),
    onSuccess: (after) => {
      const there = movedPortal(status, after, window.location, host.can('localOperator'));
      if (there) return go(there);
      client.setQueryData(statusQuery.queryKey, after);
      void client.invalidateQueries({ queryKey: ['audit'] });
      toast(t('listener.moved', { address: after.listener.address }));
      discard();
    },
  });

  const wantedHost = chosenHost ?? nowHost;
  const port = (typedPort ?? nowPort).trim();
  const wanted = joinAddress(wantedHost, port);
  const changed = wanted !== joinAddress(nowHost, nowPort);
  const badPort = !isPort(port);
  // Once it moves, the page goes with it.
  const { question } = useUnsaved(changed && !move.isPending && !move.isSuccess);
  const [asked] = useDebouncedValue(wanted, pause);
  const choices = useChoices(asked, changed && !badPort && !lost);
  const networks = choices.data?.networks ?? [];
  const probe = choices.data?.probe?.address === wanted ? choices.data.probe : undefined;
  const [, suggested] = splitAddress(probe?.suggestion ?? '');

  // Where it would be found, if it is where this page comes from.
  const moved = { ...status, listener: { ...status.listener, address: wanted } };
  const follows = movedPortal(status, moved, window.location, host.can('localOperator')) !== null;
  const fault = badPort
    ? t('listener.badPort')
    : move.error
      ? errorSentence(asApiError(move.error))
      : probe?.error
        ? sentence(probe.error)
        : undefined;

  const change = (act: () => void) => {
    act();
    move.reset();
  };
  function discard() {
    setHost(null);
    setPort(null);
    move.reset();
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changed && !badPort && !lost && !move.isPending) move.mutate(wanted);
  };
  const labelOf = (each: string) => {
    const known = networks.find((network) => network.address === each);
    if (each === everyHost) return t('listener.host.every', { address: each });
    if (each === '127.0.0.1') return t('listener.host.loopback', { address: each });
    return known
      ? t('listener.host.one', { name: known.interface, address: each })
      : t('listener.host.other', { address: each });
  };
  return (
    <form className="setform" onSubmit={submit} noValidate>
      <div className="setmain">
        {above}
        <div>
          <SettingLine label={t('listener.address')} hint={t('listener.addressHint')}>
            <Select
              className="addressfield"
              aria-label={t('listener.hostLabel')}
              data={hostChoices(nowHost, networks).map((each) => ({ value: each, label: labelOf(each) }))}
              value={wantedHost}
              onChange={(each) => each && change(() => setHost(each))}
              allowDeselect={false}
              disabled={lost}
            />
          </SettingLine>
          <Exposure host={wantedHost} networks={networks} plain={!status.listener.url.startsWith('https:')} />
          <SettingLine label={t('listener.port')} hint={t('listener.portHint')}>
            <TextInput
              className="portfield"
              aria-label={t('listener.portLabel')}
              inputMode="numeric"
              value={typedPort ?? nowPort}
              onChange={(event) => {
                const text = event.currentTarget.value;
                change(() => setPort(text));
              }}
              error={fault}
              disabled={lost}
              autoComplete="off"
              spellCheck={false}
            />
            <span className="t2 s12 row" role="status">
              {changed && !badPort && !probe && t('listener.trying')}
              {changed && probe?.free && (
                <>
                  <Check className="i i14 good" aria-hidden="true" />
                  {t('listener.free')}
                </>
              )}
            </span>
            {probe?.suggestion && (
              <Button small onClick={() => change(() => setPort(suggested))}>
                {t('listener.use', { port: suggested })}
              </Button>
            )}
          </SettingLine>
        </div>
        {children}
      </div>
      {changed && (
        <BottomBar
          label={t('managedBar.label')}
          icon={RotateCw}
          lead={t('listener.change')}
          aside={
            <>
              {t('listener.moves', { before: address, after: wanted })}
              {follows && ` ${t('listener.signIn')}`}
            </>
          }
        >
          <Button look="quiet" onClick={discard}>
            {t('listener.discard')}
          </Button>
          <Button look="primary" type="submit" disabled={lost || badPort || move.isPending}>
            {follows ? t('listener.reconnect') : t('listener.apply')}
          </Button>
        </BottomBar>
      )}
      {question}
    </form>
  );
}

interface ExposureProps {
  host: string;
  networks: Parameters<typeof exposedTo>[1];
  plain: boolean;
}

/** Names those who could reach it, before it is so. */
function Exposure({ host: wanted, networks, plain }: ExposureProps) {
  const { t } = useTranslation('settings');
  const exposed = exposedTo(wanted, networks);
  if (exposed.length === 0) return null;
  const names = formatList(
    exposed.map(({ interface: name, network }) => t('listener.network', { name, network })),
  );
  return (
    <Note tone="warn" icon={TriangleAlert}>
      <Trans
        t={t}
        i18nKey="listener.lan"
        count={exposed.length}
        values={{ names }}
        components={{ b: <b /> }}
        tOptions={{ interpolation: { escapeValue: false } }}
      />
      {plain && ` ${t('listener.lanPlain')}`}
    </Note>
  );
}
