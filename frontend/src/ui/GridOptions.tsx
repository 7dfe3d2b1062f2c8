import { Menu } from '@mantine/core';
import { SlidersHorizontal } from 'lucide-react';
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
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <IconButton icon={SlidersHorizontal} label={t('grid.columns')} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('grid.show')}</Menu.Label>
        {columns
          .filter(({ optional }) => optional)
          .map(({ id, title }) => (
            <Menu.CheckboxItem key={id} checked={!look.hidden.includes(id)} onChange={() => toggle(id)}>
              {title}
            </Menu.CheckboxItem>
          ))}
        <Menu.Divider />
        <Menu.Label>{t('grid.density')}</Menu.Label>
        {[false, true].map((compact) => (
          <Menu.RadioItem
            key={String(compact)}
            value={String(compact)}
            checked={look.compact === compact}
            onChange={() => onChange({ ...look, compact })}
          >
            {t(compact ? 'grid.compact' : 'grid.comfortable')}
          </Menu.RadioItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
