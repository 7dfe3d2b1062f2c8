import { useMutation, useQuery } from '@tanstack/react-query';
import { Check, CircleAlert, Lock } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { useCore } from '../../app/core';
import { useNow } from '../../i18n/clock';
import { formatAgo, formatDateTime, formatExact, formatRelative } from '../../i18n/format';
import { said } from '../../i18n/said';
import { host } from '../../platform';
import { Note } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { ErrorState } from '../../ui/ErrorState';
import { ListError } from '../../ui/ListFrame';
import { toast, toastError } from '../../ui/toast';
import { useIsOwner } from '../settings/calls';
import { SectionHead } from '../settings/SectionHead';
import { BackUpNow } from './BackUpNow';
import { type Backup, backupsQuery, useRenewVault } from './calls';
import { RestoreDialog, type RestoreSource } from './RestoreDialog';
import { SchedulePanel } from './SchedulePanel';
import { formatSize } from './size';
import './vault.css';

type Layer = { act: 'restore'; from: RestoreSource } | { act: 'remove'; item: Backup };

export function BackupSection() {
  const { t } = useTranslation('vault');
  const { lostAt } = useCore();
  const lost = lostAt !== null;
  const owner = useIsOwner();
  const now = useNow();
  const { data, error, dataUpdatedAt, refetch } = useQuery({ ...backupsQuery, enabled: owner && !lost });
  const [layer, setLayer] = useState<Layer | null>(null);

  if (!owner) {
    return (
      <div className="setmain">
        <SectionHead title={t('backup.title')} lead={t('backup.lead')} />
        <Note tone="info" icon={Lock}>
          {t('backup.owners')}
        </Note>
      </div>
    );
  }
  if (!data) {
    return error ? (
      <ErrorState error={error} title={t('backup.failed')} onRetry={() => refetch()} />
    ) : (
      <div className="setmain" aria-busy="true" />
    );
  }
  const chooseFile = async () => {
    try {
      const file = await host.openFile('.backup');
      if (file) setLayer({ act: 'restore', from: { file } });
    } catch (cause) {
      toastError(cause);
    }
  };
  const { items, lastRestore } = data;
  return (
    <div className="setmain">
      <div className="row vaulthead">
        <div className="grow">
          <SectionHead title={t('backup.title')} lead={t('backup.lead')} />
        </div>
        <BackUpNow look="primary" disabled={lost} />
      </div>
      <ListError error={lost ? null : error} updatedAt={dataUpdatedAt} onRetry={() => refetch()} />
      {lastRestore && (
        <Note
          tone={lastRestore.failure ? 'danger' : 'ok'}
          icon={lastRestore.failure ? CircleAlert : Check}
          role="status"
        >
          {lastRestore.failure
            ? t('backup.notRestored', {
                when: formatAgo(lastRestore.at, now),
                why: said(lastRestore.failure),
              })
            : t(lastRestore.aside ? 'backup.restored' : 'backup.restoredNew', {
                when: formatAgo(lastRestore.at, now),
                aside: lastRestore.aside,
              })}
        </Note>
      )}
      {data.failedAt && (
        <Note tone="danger" icon={CircleAlert} role="status">
          {t('backup.lastFailed', { when: formatAgo(data.failedAt, now), why: said(data.failure) })}
        </Note>
      )}
      <SchedulePanel folder={data.folder} lost={lost} />
      <section className="panel" aria-label={t('backup.own')}>
        <div className="panelhead">
          <div className="grow">
            <h3>{t('backup.own')}</h3>
            <div className="t2 s12">
              {items[0] ? t('backup.last', { when: formatAgo(items[0].at, now) }) : t('backup.none')}
              {', '}
              {data.next ? t('backup.next', { when: formatRelative(data.next, now) }) : t('backup.noNext')}
            </div>
          </div>
          <Button small disabled={lost} onClick={chooseFile}>
            {t('backup.fromFile')}
          </Button>
        </div>
        {items.length === 0 ? (
          <p className="t2 vaultempty">{t('backup.ownNone')}</p>
        ) : (
          <Backups items={items} lost={lost} onLayer={setLayer} />
        )}
      </section>
      {layer?.act === 'restore' && <RestoreDialog from={layer.from} onClose={() => setLayer(null)} />}
      {layer?.act === 'remove' && <RemoveDialog item={layer.item} onClose={() => setLayer(null)} />}
    </div>
  );
}

interface BackupsProps {
  items: readonly Backup[];
  lost: boolean;
  onLayer: (layer: Layer) => void;
}

function Backups({ items, lost, onLayer }: BackupsProps) {
  const { t } = useTranslation('vault');
  const download = async (item: Backup) => {
    try {
      const saved = await host.saveFile({ path: `/api/v1/backups/${item.name}`, name: item.name });
      if (saved)
        toast(saved.path ? t('backup.downloaded', { path: saved.path }) : t('backup.downloadedHere'));
    } catch (cause) {
      toastError(cause);
    }
  };
  return (
    <div className="vaultscroll">
      <table className="setkeys vaultlist" aria-label={t('backup.own')}>
        <thead>
          <tr>
            <th scope="col">{t('backup.column.made')}</th>
            <th scope="col">{t('backup.column.size')}</th>
            <th scope="col">{t('backup.column.how')}</th>
            <th scope="col">
              <span className="unseen">{t('backup.column.acts')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => {
            const when = formatDateTime(item.at);
            return (
              <tr key={item.name}>
                <td>
                  <time dateTime={item.at} title={formatExact(item.at)}>
                    {when}
                  </time>
                </td>
                <td>{formatSize(item.size)}</td>
                <td>{t(`backup.how.${item.manual}`)}</td>
                <td className="end">
                  <Button
                    small
                    look="quiet"
                    disabled={lost}
                    aria-label={t('backup.downloadOf', { when })}
                    onClick={() => download(item)}
                  >
                    {t('backup.download')}
                  </Button>
                  <Button
                    small
                    look="quiet"
                    disabled={lost}
                    aria-label={t('backup.restoreOf', { when })}
                    onClick={() => onLayer({ act: 'restore', from: { backup: item } })}
                  >
                    {t('backup.restore')}
                  </Button>
                  <Button
                    small
                    look="quiet"
                    disabled={lost}
                    aria-label={t('backup.removeOf', { when })}
                    onClick={() => onLayer({ act: 'remove', item })}
                  >
                    {t('backup.remove')}
                  </Button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function RemoveDialog({ item, onClose }: { item: Backup; onClose: () => void }) {
  const { t } = useTranslation('vault');
  const renew = useRenewVault();
  const remove = useMutation({
    mutationFn: () => api.DELETE('/api/v1/backups/{name}', { params: { path: { name: item.name } } }),
    onSuccess: () => {
      renew();
      toast(t('remove.done'));
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open
      danger
      title={t('remove.title', { when: formatDateTime(item.at) })}
      lead={t('remove.lead')}
      action={t('remove.action')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    />
  );
}
