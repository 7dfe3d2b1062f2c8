import { Menu } from '@mantine/core';
import { Check, SlidersHorizontal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './Button';
import type { GridLook } from './gridColumns';

interface GridOptionsProps {
  columns: readonly { id: string; title: string; optional?: boolean }[];
  look: GridLook;
  onChange: (look: GridLook) => void;
}

/** Which columns are shown, and how high the rows are. */
export function GridOptions({ columns, look, onChange }: GridOptionsProps) {
  const { t } = useTranslation();
  const toggle = (id: string) =>
    onChange({
      ...look,
      hidden: look.hidden.includes(id) ? look.hidden.filter((each) => each !== id) : [...look.hidden, id],
    });
  const tick = <Check className="i i14" aria-hidden="true" />;
  return (
    <Menu closeOnItemClick={false} position="bottom-end" width={200}>
      <Menu.Target>
        <IconButton icon={SlidersHorizontal} label={t('grid.columns')} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('grid.show')}</Menu.Label>
        {columns
          .filter(({ optional }) => optional)
          .map(({ id, title }) => (
            <Menu.Item
              key={id}
              role="menuitemcheckbox"
              aria-checked={!look.hidden.includes(id)}
              rightSection={!look.hidden.includes(id) && tick}
              onClick={() => toggle(id)}
            >
              {title}
            </Menu.Item>
          ))}
        <Menu.Divider />
        <Menu.Label>{t('grid.density')}</Menu.Label>
        {[false, true].map((compact) => (
          <Menu.Item
            key={String(compact)}
            role="menuitemradio"
            aria-checked={look.compact === compact}
            rightSection={look.compact === compact && tick}
            onClick={() => onChange({ ...look, compact })}
          >
            {t(compact ? 'grid.compact' : 'grid.comfortable')}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
