import { Checkbox, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import { sessionQuery, statusQuery } from '../../api/queries';
import { useCore } from '../../app/core';
import { host } from '../../platform';
import { Note } from '../../ui/Banner';
import { later } from '../../ui/later';
import { useRootDialog } from '../../ui/RootDialog';
import { spanWords } from '../../ui/span';
import { toast, toastError } from '../../ui/toast';
import { useIsOwner } from '../settings/calls';
import { portalSettingsQuery } from '../settings/managed';
import { SettingLine } from '../settings/SettingLine';
import { windowQuery } from './calls';

const LockDialog = later(async () => (await import('./LockDialog')).LockDialog);

const spans = ['1m', '5m', '10m', '30m', '1h', '4h'];

/** Whether the window asks for an operator; nothing in a browser, which always does, and for a server, which does itself. */
export function LockLine() {
  const { t } = useTranslation('window');
  const { t: settings } = useTranslation('settings');
  const client = useQueryClient();
  const dialog = useRootDialog();
  const owner = useIsOwner();
  const { lostAt } = useCore();
  const { data: around } = useQuery(windowQuery);
  const { data: status } = useQuery(statusQuery);
  const { data } = useQuery(portalSettingsQuery);
  const named = (name: string) => data?.items.find((setting) => setting.name === name);
  const lock = named('window-lock');
  const after = named('window-lock-after');
  const save = useMutation({
    mutationFn: (change: { name: string; value: string; version: number }) =>
      take(api.PATCH('/api/v1/settings', { body: { changes: [change] } })),
    onSuccess: (all, { name, value }) => {
      client.setQueryData(portalSettingsQuery.queryKey, all);
      void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
      if (name === 'window-lock' && value === 'off') toast(t('lock.isOff'));
    },
    onError: (cause) => {
      toastError(cause);
      void client.invalidateQueries({ queryKey: portalSettingsQuery.queryKey });
    },
  });
  if (!host.window || around?.server !== null || !lock || !after || !status) return null;
  const on = lock.value === 'on';
  const nobody = status.counts.operators === 0;
  const fixed = !owner || lostAt !== null || save.isPending;
  const turn = () => {
    if (on) return save.mutate({ name: lock.name, value: 'off', version: lock.version });
    dialog.show(<LockDialog version={lock.version} onClose={dialog.close} />);
  };
  return (
    <>
      <SettingLine label={t('lock.label')} hint={t('lock.hint')}>
        <div className="managed">
          <Checkbox
            checked={on}
            disabled={fixed || !lock.editable || (nobody && !on)}
            onChange={turn}
            label={t('lock.box')}
          />
          {!lock.editable && <p className="t3 s12">{settings('listener.fixed', { origin: lock.origin })}</p>}
          <p className="t3 s12">{t('lock.honest')}</p>
        </div>
      </SettingLine>
      {nobody && !on && (
        <Note tone="info" icon={Users}>
          {t('lock.nobody')} <Link to="/users">{t('lock.toUsers')}</Link>
        </Note>
      )}
      {on && (
        <SettingLine label={t('lock.after')} hint={t('lock.afterHint')}>
          <Select
            className="spanfield"
            aria-label={t('lock.after')}
            data={[...new Set([...spans, after.value])].map((value) => ({
              value,
              label: spanWords(value),
            }))}
            value={after.value}
            disabled={fixed || !after.editable}
            allowDeselect={false}
            onChange={(value) => value && save.mutate({ name: after.name, value, version: after.version })}
          />
        </SettingLine>
      )}
    </>
  );
}
