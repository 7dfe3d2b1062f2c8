import { useMutation, useQuery } from '@tanstack/react-query';
import { Check, CircleAlert, Lock, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import { useCore } from '../../app/core';
import { formatDateTime } from '../../i18n/format';
import { said } from '../../i18n/said';
import { Note } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { ErrorState } from '../../ui/ErrorState';
import { KeyValue } from '../../ui/KeyValue';
import { ListError } from '../../ui/ListFrame';
import { toastError } from '../../ui/toast';
import { useIsOwner } from '../settings/calls';
import { SectionHead } from '../settings/SectionHead';
import { type Source, type StoreKey, storeQuery, useRenewVault } from './calls';
import { KeepRecoveryKey, MakeRecoveryKey } from './RecoveryKey';
import { SourceDialog } from './SourceDialog';
import { formatSize } from './size';
import './vault.css';

const sources = ['file', 'keychain', 'passphrase'] as const;

export function StoreSection() {
  const { t } = useTranslation('vault');
  const { lostAt } = useCore();
  const lost = lostAt !== null;
  const owner = useIsOwner();
  const { data, error, dataUpdatedAt, refetch } = useQuery({ ...storeQuery, enabled: owner && !lost });
  const [source, setSource] = useState<Source | null>(null);
  if (!owner) {
    return (
      <div className="setmain">
        <SectionHead title={t('store.title')} lead={t('store.lead')} />
        <Note tone="info" icon={Lock}>
          {t('store.owners')}
        </Note>
      </div>
    );
  }
  if (!data) {
    return error ? (
      <ErrorState error={error} title={t('store.failed')} onRetry={() => refetch()} />
    ) : (
      <div className="setmain" aria-busy="true" />
    );
  }
  return (
    <div className="setmain">
      <SectionHead title={t('store.title')} lead={t('store.lead')} />
      <ListError error={lost ? null : error} updatedAt={dataUpdatedAt} onRetry={() => refetch()} />
      <KeyValue
        entries={[
          { label: t('store.opens'), value: t(`store.source.${data.source}`, { where: data.where }) },
          { label: t('store.since'), value: data.since ? formatDateTime(data.since) : '—' },
          {
            label: t('store.id'),
            value: (
              <span className="mono wrap" translate="no">
                {data.storeId}
              </span>
            ),
          },
          { label: t('store.size'), value: formatSize(data.size) },
          { label: t('store.folder'), value: t(folderText(data)) },
        ]}
      />
      <RecoveryPanel data={data} lost={lost} />
      <section className="panel" aria-label={t('store.change')}>
        <div className="panelhead">
          <div className="grow">
            <h3>{t('store.change')}</h3>
            <div className="t2 s12">{t('store.changeLead')}</div>
          </div>
          {sources
            .filter((each) => each !== data.source || each === 'passphrase')
            .map((each) => (
              <Button key={each} small disabled={lost} onClick={() => setSource(each)}>
                {t(`store.to.${each}`)}
              </Button>
            ))}
        </div>
      </section>
      <RekeyPanel data={data} lost={lost} />
      {source && <SourceDialog source={source} from={data} onClose={() => setSource(null)} />}
    </div>
  );
}

function folderText({ witnessed, source }: StoreKey) {
  if (witnessed) return 'store.folderNoticed';
  return source === 'keychain' ? 'store.folderUnkept' : 'store.folderUnnoticed';
}

function RecoveryPanel({ data, lost }: { data: StoreKey; lost: boolean }) {
  const { t } = useTranslation('vault');
  const when = data.recoverySince ? formatDateTime(data.recoverySince) : '';
  const said = !data.recovery
    ? t('store.recoveryNone')
    : t(data.recoverySaved ? 'store.recoverySaved' : 'store.recoveryUnsaved', { when });
  return (
    <section className="panel" aria-label={t('store.recovery')}>
      <div className="panelhead">
        <div className="grow">
          <h3>{t('store.recovery')}</h3>
        </div>
        {data.recovery && !data.recoverySaved && (
          <KeepRecoveryKey small look="primary" label={t('store.kept')} disabled={lost} />
        )}
        <MakeRecoveryKey
          small
          look={data.recovery ? 'default' : 'primary'}
          label={t(data.recovery ? 'store.makeAnew' : 'store.make')}
          disabled={lost}
        />
      </div>
      <div className="vaultbody">
        <Note
          tone={data.recoverySaved ? 'ok' : 'warn'}
          icon={data.recoverySaved ? Check : TriangleAlert}
          role="status"
        >
          {said}
        </Note>
        {data.recovery && <p className="t2 s12">{t('store.anewLead')}</p>}
      </div>
    </section>
  );
}

function RekeyPanel({ data, lost }: { data: StoreKey; lost: boolean }) {
  const { t } = useTranslation('vault');
  const renew = useRenewVault();
  const { running, unfinished, done, total, failure, endedAt } = data.rekeying;
  const begin = useMutation({
    mutationFn: () => take(api.POST('/api/v1/store/rekey')),
    onSuccess: renew,
    onError: toastError,
  });
  const words = running
    ? t('store.rekeyRunning', { done, total })
    : failure
      ? t('store.rekeyFailed', { why: said(failure) })
      : unfinished
        ? t('store.rekeyUnfinished')
        : endedAt
          ? t('store.rekeyDone', { count: done })
          : '';
  return (
    <section className="panel" aria-label={t('store.rekey')}>
      <div className="panelhead">
        <div className="grow">
          <h3>{t('store.rekey')}</h3>
          <div className="t2 s12">{t('store.rekeyLead')}</div>
        </div>
        <Button small disabled={lost || running || begin.isPending} onClick={() => begin.mutate()}>
          {t(unfinished ? 'store.rekeyResume' : 'store.rekeyAction')}
        </Button>
      </div>
      {words && (
        <div className="vaultbody" role="status">
          {failure ? (
            <Note tone="danger" icon={CircleAlert}>
              {words}
            </Note>
          ) : (
            <span>{words}</span>
          )}
          {running && (
            <progress className="vaultbar" max={Math.max(1, total)} value={done} aria-label={words} />
          )}
        </div>
      )}
    </section>
  );
}
