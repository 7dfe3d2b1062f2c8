import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import {
  Archive,
  CircleStop,
  Copy,
  Languages,
  Moon,
  Play,
  RefreshCw,
  RotateCw,
  Rows3,
  Rows4,
  Scan,
  Sun,
  SunMoon,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useIsOwner } from '../features/settings/calls';
import { host } from '../platform';
import { chooseDensity, useDensity } from '../theme/density';
import { chooseScheme, useScheme, useSchemeChoice } from '../theme/scheme';
import { chooseZoom, stepZoom } from '../theme/zoom';
import { useCommands } from '../ui/commands';
import { useCopy } from '../ui/useCopy';
import { useCore } from './core';
import { useListener } from './useListener';
import { usePageCommands } from './usePageCommands';

/** What can be done on every page. */
export function useShellCommands(): void {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { copy } = useCopy();
  const { status, lostAt } = useCore();
  const listener = useListener();
  const scheme = useScheme();
  const choice = useSchemeChoice();
  const owner = useIsOwner();
  const navigate = useNavigate();
  const density = useDensity();
  const url = status?.listener.url;
  const refresh = () => void client.invalidateQueries();
  usePageCommands();
  useCommands([
    {
      id: 'listener.copy',
      label: t('listener.copy'),
      icon: Copy,
      group: 'do',
      words: t('command.copyWords'),
      when: url !== undefined,
      ...(url && { detail: url }),
      run: () => url && void copy(url, url),
    },
    {
      id: 'listener.start',
      label: t('listener.start'),
      icon: Play,
      group: 'do',
      when: listener.can.start,
      run: listener.start,
    },
    {
      id: 'listener.restart',
      label: t('listener.restart'),
      icon: RotateCw,
      group: 'do',
      when: listener.can.restart,
      run: listener.restart,
    },
    {
      id: 'listener.stop',
      label: t('listener.stopAsk'),
      icon: CircleStop,
      group: 'do',
      when: listener.can.stop,
      run: listener.stop,
    },
    {
      id: 'backup',
      label: t('command.backup'),
      icon: Archive,
      group: 'do',
      words: t('command.backupWords'),
      when: owner && lostAt === null,
      run: () => void import('../features/vault/backUp').then(({ backUp }) => backUp(client)),
    },
    {
      id: 'theme',
      label: t(scheme === 'dark' ? 'command.toLight' : 'command.toDark'),
      icon: scheme === 'dark' ? Sun : Moon,
      group: 'look',
      words: t('command.themeWords'),
      run: () => chooseScheme(scheme === 'dark' ? 'light' : 'dark'),
    },
    {
      id: 'theme.system',
      label: t('command.toSystem'),
      icon: SunMoon,
      group: 'look',
      words: t('command.themeWords'),
      when: choice !== 'auto',
      run: () => chooseScheme('auto'),
    },
    {
      id: 'language',
      label: t('command.language'),
      icon: Languages,
      group: 'look',
      words: t('command.languageWords'),
      run: () => void navigate({ to: '/settings/appearance' }),
    },
    {
      id: 'density',
      label: t(density === 'compact' ? 'command.toRoomy' : 'command.toCompact'),
      icon: density === 'compact' ? Rows3 : Rows4,
      group: 'look',
      words: t('command.densityWords'),
      run: () => chooseDensity(density === 'compact' ? 'roomy' : 'compact'),
    },
    {
      id: 'refresh',
      label: t('command.refresh'),
      icon: RefreshCw,
      group: 'look',
      // In a browser the same keys load the page anew, which nobody should take from people.
      ...(host.can('window') && { keys: 'mod R' }),
      run: refresh,
    },
    {
      id: 'refresh.f5',
      label: t('command.refresh'),
      keys: 'F5',
      group: 'look',
      unlisted: true,
      when: host.can('window'),
      run: refresh,
    },
    ...(['+', '-', '0'] as const).map((key) => ({
      id: `zoom.${key}`,
      label: t(`command.zoom.${key}`),
      icon: { '+': ZoomIn, '-': ZoomOut, '0': Scan }[key],
      group: 'look' as const,
      above: true,
      // A browser has a zoom of its own, on the same keys.
      when: host.can('window'),
      keys: `mod ${key}`,
      run: { '+': () => stepZoom(1), '-': () => stepZoom(-1), '0': () => chooseZoom('100') }[key],
    })),
  ]);
}
