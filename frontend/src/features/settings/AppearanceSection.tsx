import { Checkbox, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, useLanguageChoice } from '../../i18n';
import { languages, ownName } from '../../i18n/catalogues';
import { host } from '../../platform';
import { chooseDensity, densities, useDensity } from '../../theme/density';
import { chooseScheme, type SchemeChoice, useSchemeChoice } from '../../theme/scheme';
import { chooseZoom, useZoom, zooms } from '../../theme/zoom';
import { useSingleKeys } from '../../ui/commands';
import { Pills } from '../../ui/Pills';
import { SectionHead } from './SectionHead';
import { SettingLine } from './SettingLine';

const schemes: readonly SchemeChoice[] = ['light', 'dark', 'auto'];

export function AppearanceSection() {
  const { t } = useTranslation('settings');
  const { t: common } = useTranslation();
  const scheme = useSchemeChoice();
  const density = useDensity();
  const zoom = useZoom();
  const language = useLanguageChoice();
  const { single, setSingle } = useSingleKeys();
  return (
    <div className="setmain">
      <SectionHead title={t('section.appearance')} lead={t('appearance.lead')} />
      <div>
        <SettingLine label={t('appearance.theme')} hint={t('appearance.themeHint')}>
          <Pills
            label={t('appearance.theme')}
            choices={schemes.map((choice) => ({ value: choice, label: common(`scheme.${choice}`) }))}
            value={scheme}
            onChange={chooseScheme}
          />
        </SettingLine>
        {host.can('window') && (
          <SettingLine label={t('appearance.zoom')} hint={t('appearance.zoomHint')}>
            <Select
              className="zoomfield"
              aria-label={t('appearance.zoom')}
              data={zooms.map((each) => ({ value: each, label: t('appearance.percent', { value: each }) }))}
              value={zoom}
              onChange={(next) => {
                const known = zooms.find((each) => each === next);
                if (known) chooseZoom(known);
              }}
              allowDeselect={false}
            />
          </SettingLine>
        )}
        <SettingLine label={t('appearance.language')} hint={t('appearance.languageHint')}>
          <Select
            className="languagefield"
            aria-label={t('appearance.language')}
            data={[
              { value: 'auto', label: t('appearance.languageAuto') },
              ...languages.map((each) => ({ value: each, label: ownName(each) })),
            ]}
            value={language}
            onChange={(next) => next && void chooseLanguage(next)}
            allowDeselect={false}
          />
        </SettingLine>
        <SettingLine label={t('appearance.keys')} hint={t('appearance.keysHint')}>
          <Checkbox
            checked={single}
            onChange={(event) => setSingle(event.currentTarget.checked)}
            label={t('appearance.keysLabel')}
          />
        </SettingLine>
        <SettingLine label={t('appearance.density')} hint={t('appearance.densityHint')}>
          <Pills
            label={t('appearance.density')}
            choices={densities.map((choice) => ({
              value: choice,
              label: common(choice === 'compact' ? 'grid.compact' : 'grid.comfortable'),
            }))}
            value={density}
            onChange={chooseDensity}
          />
        </SettingLine>
      </div>
    </div>
  );
}
