import { Menu } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Keys } from './Keys';

export interface RowAction {
  id: string;
  label: string;
  icon: LucideIcon;
  /** Does the same while the row has the focus: "R", "Del". */
  keys?: string;
  danger?: boolean;
  disabled?: boolean;
  run: () => void;
}

/** A group of actions, divided from the next by a line. */
export type RowActions = readonly (readonly RowAction[])[];

export interface MenuPlace {
  name: string;
  actions: RowActions;
  x: number;
  y: number;
  /** Where the focus goes when the menu closes. */
  from: HTMLElement;
}

/** The one menu of a whole list, put beside whichever row asked for it. */
export function RowMenu({ place, onClose }: { place: MenuPlace | null; onClose: () => void }) {
  const { t } = useTranslation();
  if (!place) return null;
  const close = () => {
    onClose();
    place.from.focus({ preventScroll: true });
  };
  return (
    <Menu
      opened
      onClose={close}
      position="bottom-end"
      width={208}
      returnFocus={false}
      offset={2}
      // Long as it is, it may fit neither below nor above its row: then over it.
      middlewares={{ flip: true, shift: { crossAxis: true, padding: 8 } }}
    >
      <Menu.Target>
        <button
          type="button"
          tabIndex={-1}
          className="menuanchor"
          style={{ left: place.x, top: place.y }}
          aria-label={t('action.actionsFor', { name: place.name })}
        />
      </Menu.Target>
      <Menu.Dropdown>
        {place.actions.map((group, at) => [
          at > 0 && <Menu.Divider key={`before-${group[0]?.id}`} />,
          ...group.map(({ id, label, icon: Icon, keys, danger, disabled = false, run }) => (
            <Menu.Item
              key={id}
              className={danger ? 'danger' : ''}
              disabled={disabled}
              leftSection={<Icon className="i" aria-hidden="true" />}
              rightSection={keys && <Keys keys={keys} />}
              onClick={run}
            >
              {label}
            </Menu.Item>
          )),
        ])}
      </Menu.Dropdown>
    </Menu>
  );
}
