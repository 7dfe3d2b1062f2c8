import { Info, Lock, Play, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Status } from '../../api/types';
import { useCore } from '../../app/core';
import { useListener } from '../../app/useListener';
import { useNow } from '../../i18n/clock';
import { formatAgo, formatDateTime } from '../../i18n/format';
import { host } from '../../platform';
import { Note } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { CopyButton } from '../../ui/CopyButton';
import { AutostartLine } from '../window/AutostartLine';
import { AddressForm } from './AddressForm';
import { useIsOwner } from './calls';
import { isOurs, originWord, settingName } from './origin';
import { SectionHead } from './SectionHead';
import { SettingLine } from './SettingLine';

export function ListenerSection() {
  const { t } = useTranslation('settings');
  const { status, lostAt } = useCore();
  const owner = useIsOwner();
  const { branch } = useListener();
  if (!status) return <div className="setmain" aria-busy="true" />;
  const lost = lostAt !== null;
  const { listener } = status;
  const listen = status.settings?.find(({ name }) => name === 'listen');
  const address = (
    <span className="mono" translate="no" dir="ltr">
      {listener.address}
    </span>
  );
  const above = (
    <>
      <SectionHead title={t('section.listener')} lead={t('listener.lead')} />
      <State status={status} lost={lost} />
      {owner && branch && (
        <Note tone="info" icon={Info}>
          {t('listener.branch')}
        </Note>
      )}
    </>
  );
  const reach = (
    <>
      <SettingLine label={t('listener.reach')} hint={t('listener.reachHint')}>
        {listener.loopback ? t('listener.loopback') : t('listener.beyond')}
      </SettingLine>
      {listener.plainHttp && (
        <Note tone="warn" icon={TriangleAlert}>
          {t('listener.plain')}
        </Note>
      )}
    </>
  );
  const atSignIn = host.can('window') && (
    <div>
      <AutostartLine />
    </div>
  );
  const started = status.settings ? (
    <Started settings={status.settings} />
  ) : (
    <Note tone="info" icon={Lock}>
      {t('listener.ownersOnly')}
    </Note>
  );
  if (owner && isOurs(listen)) {
    return (
      <AddressForm status={status} lost={lost} above={above}>
        {atSignIn}
        {started}
      </AddressForm>
    );
  }
  return (
    <div className="setmain">
      {above}
      <div>
        {reach}
        <SettingLine label={t('listener.address')} hint={t('listener.addressHint')}>
          <span className="stack">
            {address}
            <span className="t3 s12">
              {listen ? t('listener.fixed', { origin: listen.origin }) : t('owners')}
            </span>
          </span>
        </SettingLine>
      </div>
      {atSignIn}
      {started}
    </div>
  );
}

function State({ status, lost }: { status: Status; lost: boolean }) {
  const { t } = useTranslation('settings');
  const { t: common } = useTranslation();
  const control = useListener();
  const now = useNow();
  const { state, url, since, error } = status.listener;
  const listening = state === 'listening' && !lost;
  const second = since
    ? t('listener.since', { date: formatDateTime(since), ago: formatAgo(since, now) })
    : error;
  return (
    <div className="panel lis">
      <span className={listening ? 'dot' : 'dot off'} />
      <div className="grow">
        <div className="row lisname">
          <b>{t(lost ? 'listener.lost' : `listener.${state}`)}</b>
          <span className="mono cut" translate="no" dir="ltr">
            {url}
          </span>
        </div>
        {!lost && second && <div className="t3 s12 num">{second}</div>}
      </div>
      <div className="row lisacts">
        <CopyButton text={url} what={t('listener.url')} label={t('listener.copy')} />
        {control.can.start && (
          <Button look="primary" icon={Play} onClick={control.start}>
            {common('listener.start')}
          </Button>
        )}
        {control.can.restart && <Button onClick={control.restart}>{t('listener.restart')}</Button>}
        {control.can.stop && (
          <Button look="dangerline" onClick={control.stop}>
            {common('listener.stopAsk')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Everything the process runs with, and who said so. */
function Started({ settings }: { settings: NonNullable<Status['settings']> }) {
  const { t } = useTranslation('settings');
  return (
    <section aria-labelledby="started-with">
      <h3 id="started-with">{t('listener.started')}</h3>
      <p className="t3 s12">{t('listener.startedHint')}</p>
      <table className="setkeys started" aria-labelledby="started-with">
        <thead>
          <tr>
            <th scope="col">{t('listener.column.name')}</th>
            <th scope="col">{t('listener.column.value')}</th>
            <th scope="col">{t('listener.column.origin')}</th>
          </tr>
        </thead>
        <tbody>
          {settings.map(({ name, value, origin }) => {
            const ours = origin === 'default' || origin === 'portal';
            return (
              <tr key={name} className={origin === 'default' ? 'ended' : ''}>
                <th scope="row">
                  {settingName(name, t)}
                  <div className="mono t3" translate="no" dir="ltr">
                    {name}
                  </div>
                </th>
                <td>
                  {value === '' ? (
                    t('listener.empty')
                  ) : (
                    <span className="mono" translate="no" dir="ltr">
                      {value}
                    </span>
                  )}
                </td>
                <td>
                  {originWord(origin, t)}
                  {!ours && (
                    <div className="mono t3" translate="no" dir="ltr">
                      {origin}
                    </div>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
