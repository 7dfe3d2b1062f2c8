import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { chooseDensity, densities, useDensity } from '../../theme/density';
import { chooseScheme, type SchemeChoice, useSchemeChoice } from '../../theme/scheme';
import { useSingleKeys } from '../../ui/commands';
import { SectionHead } from './SectionHead';
import { SettingLine } from './SettingLine';

const schemes: readonly SchemeChoice[] = ['light', 'dark', 'auto'];

export function AppearanceSection() {
  const { t } = useTranslation('settings');
  const { t: common } = useTranslation();
  const scheme = useSchemeChoice();
  const density = useDensity();
  const { single, setSingle } = useSingleKeys();
  return (
    <div className="setmain">
      <SectionHead title={t('section.appearance')} lead={t('appearance.lead')} />
      <div>
        <SettingLine label={t('appearance.theme')} hint={t('appearance.themeHint')}>
          <div className="pills" role="radiogroup" aria-label={t('appearance.theme')}>
            {schemes.map((choice) => (
              <label key={choice}>
                <input
                  type="radio"
                  name="theme"
                  value={choice}
                  checked={scheme === choice}
                  onChange={() => chooseScheme(choice)}
                />
                {common(`scheme.${choice}`)}
              </label>
            ))}
          </div>
        </SettingLine>
        <SettingLine label={t('appearance.keys')} hint={t('appearance.keysHint')}>
          <Checkbox
            checked={single}
            onChange={(event) => setSingle(event.currentTarget.checked)}
            label={t('appearance.keysLabel')}
          />
        </SettingLine>
        <SettingLine label={t('appearance.density')} hint={t('appearance.densityHint')}>
          <div className="pills" role="radiogroup" aria-label={t('appearance.density')}>
            {densities.map((choice) => (
              <label key={choice}>
                <input
                  type="radio"
                  name="density"
                  value={choice}
                  checked={density === choice}
                  onChange={() => chooseDensity(choice)}
                />
                {common(choice === 'compact' ? 'grid.compact' : 'grid.comfortable')}
              </label>
            ))}
          </div>
        </SettingLine>
      </div>
    </div>
  );
}
