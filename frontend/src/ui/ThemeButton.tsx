import { Menu } from '@mantine/core';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { chooseScheme, useSchemeChoice } from '../theme/scheme';
import { IconButton } from './Button';

const choices = [
  { scheme: 'light', icon: Sun },
  { scheme: 'dark', icon: Moon },
  { scheme: 'auto', icon: Monitor },
] as const;

export function ThemeButton() {
  const { t } = useTranslation();
  const choice = useSchemeChoice();
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <IconButton icon={Moon} label={t('topbar.theme')} />
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map(({ scheme, icon: Icon }) => (
          <Menu.RadioItem
            key={scheme}
            value={scheme}
            checked={choice === scheme}
            closeMenuOnClick
            rightSection={<Icon className="i" aria-hidden="true" />}
            onChange={() => chooseScheme(scheme)}
          >
            {t(`scheme.${scheme}`)}
          </Menu.RadioItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
