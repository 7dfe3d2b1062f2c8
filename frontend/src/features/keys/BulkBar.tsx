import { Menu } from '@mantine/core';
import { Ban, CalendarPlus, ChevronDown, Download, Pause, Play, Tags } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../i18n/format';
import { BottomBar } from '../../ui/BottomBar';
import { Button } from '../../ui/Button';
import { useCommands } from '../../ui/commands';
import { useRootDialog } from '../../ui/RootDialog';
import { type BulkAct, BulkDialog, type BulkTarget } from './BulkDialog';

interface BulkBarProps {
  count: number;
  target: BulkTarget;
  /** Chooses all that match, where more do. */
  chooseAll: { total: number; run: () => void } | null;
  onExport: () => void;
  onClear: () => void;
}

/** What can be done with the keys that are chosen, in place of the strip below the list. */
export function BulkBar({ count, target, chooseAll, onExport, onClear }: BulkBarProps) {
  const { t } = useTranslation('keys');
  const { t: common } = useTranslation();
  const dialog = useRootDialog();
  const begin = (act: BulkAct) =>
    dialog.show(
      <BulkDialog act={act} count={count} target={target} onClose={dialog.close} onDone={onClear} />,
    );
  useCommands([
    {
      id: 'selection.clear',
      label: t('bulk.clear'),
      keys: 'Esc',
      rank: -1,
      unlisted: true,
      run: onClear,
    },
    {
      id: 'bulk.extend',
      label: t('bulk.does.extend', { count }),
      icon: CalendarPlus,
      run: () => begin('extend'),
    },
    { id: 'bulk.revoke', label: t('bulk.does.revoke', { count }), icon: Ban, run: () => begin('revoke') },
  ]);
  return (
    <BottomBar
      label={t('bulk.bar')}
      lead={t('bulk.selected', { count, total: formatNumber(count) })}
      aside={<span className="t3 s12 wide-only">{t('bulk.noSecrets')}</span>}
    >
      {chooseAll && (
        <Button look="link" onClick={chooseAll.run}>
          {t('bulk.all', { total: formatNumber(chooseAll.total) })}
        </Button>
      )}
      <Button onClick={() => begin('extend')}>{t('action.extend')}</Button>
      <Button className="wide-only" onClick={onExport}>
        {t('export.csv')}
      </Button>
      <Menu position="top-end" width={184}>
        <Menu.Target>
          <Button endIcon={ChevronDown}>{common('action.more')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Pause className="i" aria-hidden="true" />} onClick={() => begin('pause')}>
            {t('action.pause')}
          </Menu.Item>
          <Menu.Item leftSection={<Play className="i" aria-hidden="true" />} onClick={() => begin('resume')}>
            {t('bulk.resume')}
          </Menu.Item>
          <Menu.Item leftSection={<Tags className="i" aria-hidden="true" />} onClick={() => begin('label')}>
            {t('bulk.label')}
          </Menu.Item>
          <Menu.Item leftSection={<Download className="i" aria-hidden="true" />} onClick={onExport}>
            {t('export.csv')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button look="dangerline" onClick={() => begin('revoke')}>
        {t('action.revoke')}
      </Button>
      <Button look="quiet" keys="Esc" onClick={onClear}>
        {common('action.clear')}
      </Button>
    </BottomBar>
  );
}
