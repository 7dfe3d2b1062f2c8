import { Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import { toast, toastError } from '../../ui/toast';
import { SettingLine } from '../settings/SettingLine';
import { settingsQuery, useRenewVault } from './calls';

const names = { every: 'backup-every', daily: 'backup-keep-daily', weekly: 'backup-keep-weekly' } as const;
const intervals = ['never', '6h', '12h', '1d', '7d'] as const;
const days = [1, 3, 7, 14, 30];
const weeks = [0, 2, 4, 8, 12, 26, 52];

/** How often, and which are kept. Each choice is in effect at once. */
export function SchedulePanel({ folder, lost }: { folder: string; lost: boolean }) {
  const { t } = useTranslation('vault');
  const client = useQueryClient();
  const renew = useRenewVault();
  const { data } = useQuery({ ...settingsQuery, enabled: !lost });
  const change = useMutation({
    mutationFn: ({ name, value }: { name: string; value: string }) =>
      take(api.PATCH('/api/v1/settings', { body: { changes: [{ name, value }] } })),
    onSuccess: (after) => {
      client.setQueryData(settingsQuery.queryKey, after);
      renew();
      toast(t('backup.saved'));
    },
    onError: toastError,
  });
  const setting = (name: string) => data?.items.find((item) => item.name === name);
  const every = setting(names.every);
  const field = (name: string, label: string, choices: { value: string; label: string }[]) => {
    const now = setting(name);
    return (
      <Select
        className="vaultselect"
        aria-label={label}
        data={choices}
        value={now?.value ?? null}
        onChange={(value) => value && change.mutate({ name, value })}
        allowDeselect={false}
        disabled={lost || !now?.editable || change.isPending}
      />
    );
  };
  const numbers = (name: string, list: number[], label: (count: number) => string) => {
    const value = Number(setting(name)?.value ?? list[0]);
    return [...new Set([...list, value])]
      .sort((a, b) => a - b)
      .map((count) => ({ value: String(count), label: label(count) }));
  };
  const known: readonly string[] = intervals;
  const chosen = every && !known.includes(every.value) ? [every.value] : [];
  return (
    <section className="panel vaultpanel" aria-label={t('backup.schedule')}>
      <div className="panelhead">
        <h3>{t('backup.schedule')}</h3>
      </div>
      <div className="vaultlines">
        <SettingLine label={t('backup.every')} hint={t('backup.everyHint', { folder })}>
          {field(names.every, t('backup.everyLabel'), [
            ...intervals.map((value) => ({ value: value as string, label: t(`backup.interval.${value}`) })),
            ...chosen.map((value) => ({ value, label: t('backup.interval.other', { value }) })),
          ])}
          {every && !every.editable && (
            <span className="t2 s12">{t('backup.fixed', { origin: every.origin })}</span>
          )}
        </SettingLine>
        <SettingLine label={t('backup.keep')} hint={t('backup.keepHint')}>
          {field(
            names.daily,
            t('backup.dailyLabel'),
            numbers(names.daily, days, (count) => t('backup.daily', { count })),
          )}
          {field(
            names.weekly,
            t('backup.weeklyLabel'),
            numbers(names.weekly, weeks, (count) => t('backup.weekly', { count })),
          )}
        </SettingLine>
      </div>
    </section>
  );
}
