import { Checkbox } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { host } from '../../platform';
import { toastError } from '../../ui/toast';
import { SettingLine } from '../settings/SettingLine';
import { windowQuery } from './calls';

/** Whether the core starts when somebody signs in to this computer; nothing where the desktop has no such thing. */
export function AutostartLine() {
  const { t } = useTranslation('window');
  const client = useQueryClient();
  const { data: state } = useQuery(windowQuery);
  const controls = host.window;
  if (!controls || !state || state.autostart === null) return null;
  const turn = (on: boolean) =>
    controls.setAutostart(on).then((after) => client.setQueryData(windowQuery.queryKey, after), toastError);
  return (
    <SettingLine label={t('autostart.label')} hint={t('autostart.hint')}>
      <Checkbox
        checked={state.autostart}
        onChange={(event) => turn(event.currentTarget.checked)}
        label={t('autostart.box')}
      />
    </SettingLine>
  );
}
