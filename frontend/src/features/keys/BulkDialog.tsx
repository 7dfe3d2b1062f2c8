import { TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError } from '../../api/error';
import { newId } from '../../api/newId';
import type { Job, JobCreate } from '../../api/types';
import { formatNumber } from '../../i18n/format';
import { said } from '../../i18n/said';
import { Note } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { ChoicePills } from '../../ui/ChoicePills';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { Dialog } from '../../ui/Dialog';
import { errorSentence } from '../../ui/errorText';
import { FieldLabel } from '../../ui/FieldLabel';
import { spanSeconds, spanWords } from '../../ui/span';
import { toastError } from '../../ui/toast';
import { jobQuery, startJob, stopJob } from './calls';
import { LabelsField } from './LabelsField';

export type BulkAct = 'extend' | 'pause' | 'resume' | 'revoke' | 'label';

/** Which keys: those named, or all that a filter finds. */
export type BulkTarget = Pick<JobCreate, 'keys'> | Pick<JobCreate, 'filter'>;

interface BulkDialogProps {
  act: BulkAct;
  count: number;
  target: BulkTarget;
  onClose: () => void;
  /** The keys are no longer chosen. */
  onDone: () => void;
}

const spans = ['1h', '24h', '7d', '30d', '90d'] as const;
/** From so many on, revoking asks for the number. */
const many = 10;

/** Asks once for all, then shows how far it is, what was refused and why. */
export function BulkDialog({ act, count, target, onClose, onDone }: BulkDialogProps) {
  const { t } = useTranslation('keys');
  const [job, setJob] = useState<Job | null>(null);
  // The same request sent twice is one job.
  const [id] = useState(() => newId());
  const [span, setSpan] = useState<string>('30d');
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const [fault, setFault] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  if (job) return <JobDialog started={job} act={act} onClose={onClose} />;

  const mustType = act === 'revoke' && count >= many;
  const confirm = async () => {
    if (mustType && typed.trim() !== String(count)) {
      setFault(t('bulk.typeNumber', { count }));
      return;
    }
    if (act === 'label' && add.length + remove.length === 0) {
      setFault(t('bulk.noLabels'));
      return;
    }
    setBusy(true);
    setError(null);
    try {
      const body: JobCreate = { id, action: `key.${act}`, ...target };
      if (act === 'extend') body.span = span;
      if (act === 'revoke' && reason.trim()) body.reason = reason.trim();
      if (act === 'label') Object.assign(body, { add, remove });
      setJob(await startJob(body));
      onDone();
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };
  return (
    <ConfirmDialog
      open
      danger={act === 'revoke'}
      title={t(`bulk.title.${act}`, { count, total: formatNumber(count) })}
      lead={t(`bulk.lead.${act}`)}
      action={t(`bulk.does.${act}`, { count, total: formatNumber(count) })}
      busy={busy}
      error={error}
      onConfirm={confirm}
      onClose={onClose}
    >
      {act === 'extend' && (
        <ChoicePills
          label={t('extend.by')}
          value={span}
          choices={spans.map((value) => ({ value, label: spanWords(value) }))}
          onChange={setSpan}
        >
          <p className="t2 s12" style={{ marginTop: 8 }}>
            {spanSeconds(span) === null ? '' : t('bulk.extendHint')}
          </p>
        </ChoicePills>
      )}
      {act === 'revoke' && (
        <TextInput
          label={<FieldLabel text={t('revoke.reason')} aside={t('revoke.reasonHint')} />}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={200}
          autoComplete="off"
        />
      )}
      {act === 'label' && (
        <>
          <LabelsField label={t('bulk.add')} value={add} onChange={setAdd} error={fault} />
          <LabelsField label={t('bulk.remove')} value={remove} onChange={setRemove} error={null} />
        </>
      )}
      {mustType && (
        <TextInput
          label={t('bulk.type', { count })}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setFault(null);
          }}
          error={fault}
          inputMode="numeric"
          autoComplete="off"
        />
      )}
    </ConfirmDialog>
  );
}

interface JobDialogProps {
  started: Job;
  act: BulkAct;
  onClose: () => void;
}

/** How far a job is; at its end what was done and what was refused. It goes on when this is closed. */
function JobDialog({ started, act, onClose }: JobDialogProps) {
  const { t } = useTranslation('keys');
  const { t: common } = useTranslation();
  const client = useQueryClient();
  const { data, error } = useQuery({ ...jobQuery(started.id), initialData: started });
  const job = data;
  const decided = job.done + job.unchanged + job.refused;
  const over = job.finishedAt !== null;
  // The rows are not what they were, once more at the end.
  // biome-ignore lint/correctness/useExhaustiveDependencies: at the end
  useEffect(() => {
    for (const queryKey of [['keys'], ['key'], ['labels'], ['status']]) {
      void client.invalidateQueries({ queryKey });
    }
  }, [client, over]);
  const stop = () =>
    stopJob(job.id).then(() => client.invalidateQueries({ queryKey: ['job', job.id] }), toastError);
  const words = { count: job.done, done: formatNumber(job.done), total: formatNumber(job.total) };
  return (
    <Dialog
      open
      title={
        over
          ? t(`bulk.did.${act}`, words)
          : t('bulk.running', { done: formatNumber(decided), total: words.total })
      }
      {...(job.stopped && { lead: t('bulk.stopped') })}
      onClose={onClose}
      footer={
        <>
          <span className="t3 s12">{!over && t('bulk.goesOn')}</span>
          <span className="grow" />
          {!over && (
            <Button look="quiet" onClick={stop}>
              {t('bulk.stop')}
            </Button>
          )}
          <Button look={over ? 'primary' : 'default'} data-autofocus onClick={onClose}>
            {over ? common('action.done') : common('action.close')}
          </Button>
        </>
      }
    >
      {!over && (
        <progress
          className="jobbar"
          max={Math.max(1, job.total)}
          value={decided}
          aria-label={t('bulk.progress')}
        />
      )}
      {(job.trouble !== '' || error) && (
        <Note tone="warn" icon={CircleAlert} role="status">
          {error
            ? errorSentence(asApiError(error))
            : t(over ? 'bulk.ended' : 'bulk.trouble', { why: said(job.trouble) })}
        </Note>
      )}
      <dl className="kv">
        <dt>{t('bulk.done')}</dt>
        <dd className="num">{formatNumber(job.done)}</dd>
        <dt>{t('bulk.unchanged')}</dt>
        <dd className="num">{formatNumber(job.unchanged)}</dd>
        <dt>{t('bulk.refused')}</dt>
        <dd className="num">{formatNumber(job.refused)}</dd>
      </dl>
      {job.refusals.length > 0 && (
        <section
          className="jobrefusals"
          aria-label={t('bulk.refusedOnes')}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reached by keys
          tabIndex={0}
        >
          {job.refusals.map((row) => (
            <p key={row.id}>
              <b translate="no">{row.name}</b>: {said(row.why)}
              {row.hint && <span className="t3">. {said(row.hint)}</span>}
            </p>
          ))}
          {job.refused > job.refusals.length && (
            <p className="t3">{t('bulk.andMore', { count: job.refused - job.refusals.length })}</p>
          )}
        </section>
      )}
    </Dialog>
  );
}
