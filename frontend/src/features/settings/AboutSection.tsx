import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCore } from '../../app/core';
import { useNow } from '../../i18n/clock';
import { formatAgo, formatDateTime } from '../../i18n/format';
import { CodeBlock } from '../../ui/CodeBlock';
import { diagnostics } from './diagnostics';
import { Licences } from './Licences';
import { SectionHead } from './SectionHead';
import { SettingLine } from './SettingLine';

const mono = (text: string): ReactNode => (
  <span className="mono wrap" translate="no" dir="ltr">
    {text}
  </span>
);

export function AboutSection() {
  const { t } = useTranslation('settings');
  const { status } = useCore();
  const now = useNow();
  if (!status) return <div className="setmain" aria-busy="true" />;
  const owners = <span className="t3">{t('about.foldersOwners')}</span>;
  return (
    <div className="setmain">
      <SectionHead title={t('section.about')} lead={t('about.lead')} />
      <div>
        <SettingLine label={t('about.version')}>{mono(status.version)}</SettingLine>
        <SettingLine label={t('about.started')}>
          <span>
            <time dateTime={status.startedAt}>{formatDateTime(status.startedAt)}</time>{' '}
            <span className="t3">{formatAgo(status.startedAt, now)}</span>
          </span>
        </SettingLine>
        <SettingLine label={t('about.folder')}>
          {status.dataFolder === null ? owners : mono(status.dataFolder)}
        </SettingLine>
        <SettingLine label={t('about.pid')}>
          {status.pid === null ? owners : mono(String(status.pid))}
        </SettingLine>
        <SettingLine label={t('about.issuer')} hint={t('about.issuerHint')}>
          {mono(status.issuer)}
        </SettingLine>
        <SettingLine label={t('about.keySource')}>{mono(status.keySource)}</SettingLine>
        <SettingLine label={t('about.portal')}>
          {status.portal ? t('about.portalOn') : t('about.portalOff')}
        </SettingLine>
        <SettingLine label={t('about.licence')}>{t('about.licenceText')}</SettingLine>
      </div>
      <Licences />
      <section className="aboutpart" aria-labelledby="diagnostics">
        <h3 id="diagnostics">{t('about.diagnostics')}</h3>
        <CodeBlock
          title={t('about.diagnosticsText')}
          what={t('about.diagnostics')}
          code={diagnostics(status, navigator.userAgent)}
        />
      </section>
    </div>
  );
}
