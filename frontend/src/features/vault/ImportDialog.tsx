import { Checkbox, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiError, asApiError } from '../../api/error';
import { newId } from '../../api/newId';
import { formatNumber } from '../../i18n/format';
import { said } from '../../i18n/said';
import { host } from '../../platform';
import type { PickedFile } from '../../platform/host';
import { Note } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { errorSentence } from '../../ui/errorText';
import { toast, toastError } from '../../ui/toast';
import { type ImportReport, importQuery, stopImport } from './calls';
// The bar of a change of many keys is the bar of this, too.
import '../keys/keys.css';
// Its table looks like those of the settings, and it opens elsewhere, too.
import '../settings/settings.css';
import './vault.css';

const shown = 6;
const kinds = ['accounts', 'users', 'memberships', 'keys'] as const;

/** Checks the file first and says what would be made of it; only then it is imported. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('vault');
  const client = useQueryClient();
  const [file, setFile] = useState<PickedFile | null>(null);
  const [user, setUser] = useState('');
  const [account, setAccount] = useState('');
  const [weak, setWeak] = useState(false);
  const [checked, setChecked] = useState<ImportReport | null>(null);
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  /** The request under way, and whether it only checks. */
  const [running, setRunning] = useState<{ id: string; dryRun: boolean } | null>(null);
  /** How many lines the file has, once it was checked. */
  const [total, setTotal] = useState<number | null>(null);
  const busy = running !== null;
  const outcome = useRef<HTMLDivElement>(null);
  const ran = useRef(false);

  // What came of it is read first; the button that began it may have become another by then.
  useEffect(() => {
    if (ran.current && !busy) outcome.current?.focus();
    ran.current = busy;
  }, [busy]);

  const changed = () => {
    setChecked(null);
    setTotal(null);
    setRefusal(null);
  };
  const choose = async () => {
    try {
      const picked = await host.openFile();
      if (picked) {
        setFile(picked);
        changed();
      }
    } catch (cause) {
      toastError(cause);
    }
  };
  const send = async (dryRun: boolean): Promise<ImportReport | null> => {
    if (!file) return null;
    const id = newId();
    const query = new URLSearchParams({ dryRun: String(dryRun), weak: String(weak), id });
    if (user.trim()) query.set('user', user.trim());
    if (account.trim()) query.set('account', account.trim());
    setRunning({ id, dryRun });
    setRefusal(null);
    try {
      const answer = await file.send(`/api/v1/import?${query}`);
      return (await answer.json()) as ImportReport;
    } catch (cause) {
      const refused = asApiError(cause);
      setRefusal(refused);
      // Where it broke off half-way the core says how far it came.
      if (refused.current) setChecked(refused.current as unknown as ImportReport);
      return null;
    } finally {
      setRunning(null);
    }
  };
  const check = async () => {
    const report = await send(true);
    if (!report) return;
    setChecked(report);
    if (!report.stopped) setTotal(report.lines);
  };
  // While it runs it is stopped or waited for: closed, nobody would be told what came in.
  const close = () => running || onClose();
  const stop = async () => {
    if (!running) return;
    try {
      await stopImport(running.id);
    } catch (cause) {
      toastError(cause);
    }
  };
  const carryOut = async () => {
    const report = await send(false);
    if (!report) return;
    void client.invalidateQueries();
    if (report.keys.created > 0) toast(t('import.done', { count: report.keys.created }));
    if (report.failed === 0 && !report.stopped) onClose();
    else setChecked(report);
  };
  const good = checked?.dryRun && !checked.stopped ? checked.lines - checked.failed : 0;
  const footer = (
    <>
      <span className="grow" />
      {running && (
        <Button look="quiet" onClick={stop}>
          {t('import.stop')}
        </Button>
      )}
      <Button look="quiet" disabled={busy} onClick={close}>
        {t(checked && !checked.dryRun ? 'action.close' : 'action.cancel', { ns: 'common' })}
      </Button>
      {good > 0 ? (
        <Button look="primary" busy={busy} onClick={carryOut}>
          {t('import.action', { count: good, lines: formatNumber(good) })}
        </Button>
      ) : (
        <Button look={file ? 'primary' : 'default'} disabled={!file} busy={busy} onClick={check}>
          {t('import.check')}
        </Button>
      )}
    </>
  );
  return (
    <Dialog open title={t('import.title')} lead={t('import.lead')} onClose={close} footer={footer}>
      <div className="row">
        <Button look={file ? 'default' : 'primary'} onClick={choose} disabled={busy} data-autofocus>
          {t(file ? 'import.another' : 'import.choose')}
        </Button>
        {file && <span className="wrap">{file.name}</span>}
      </div>
      <div className="mono t2 s12 wrap" translate="no">
        {t('import.example')}
      </div>
      <div className="vaultpair">
        <TextInput
          label={t('import.user')}
          value={user}
          onChange={(event) => {
            setUser(event.currentTarget.value);
            changed();
          }}
          autoComplete="off"
          spellCheck={false}
        />
        <TextInput
          label={t('import.account')}
          value={account}
          onChange={(event) => {
            setAccount(event.currentTarget.value);
            changed();
          }}
          autoComplete="off"
          spellCheck={false}
        />
      </div>
      <Checkbox
        label={t('import.weak')}
        checked={weak}
        onChange={(event) => {
          setWeak(event.currentTarget.checked);
          changed();
        }}
      />
      {running && <Progress {...running} total={running.dryRun ? null : total} />}
      {!running && (refusal || checked) && (
        <div ref={outcome} className="vaultform" tabIndex={-1}>
          {refusal && (
            <Note tone="danger" icon={CircleAlert} role="alert">
              {errorSentence(refusal)}
            </Note>
          )}
          {checked && <Report report={checked} total={total} />}
        </div>
      )}
    </Dialog>
  );
}

/** How far it is: of so many rows where the file was checked before, which counts them. */
function Progress({ id, dryRun, total }: { id: string; dryRun: boolean; total: number | null }) {
  const { t } = useTranslation('vault');
  const { data } = useQuery(importQuery(id));
  const lines = data?.lines ?? 0;
  const words = { lines: formatNumber(lines), total: formatNumber(total ?? lines) };
  return (
    <div>
      <p role="status">{dryRun ? t('import.checking', words) : t('import.importing', words)}</p>
      <progress
        className="jobbar"
        aria-label={t('import.progress')}
        {...(total !== null && { max: Math.max(1, total), value: lines })}
      />
    </div>
  );
}

function Report({ report, total }: { report: ImportReport; total: number | null }) {
  const { t } = useTranslation('vault');
  const first = report.errors.slice(0, shown);
  const met = kinds.filter((kind) => report[kind].created + report[kind].unchanged > 0);
  return (
    <div role="status" className="vaultform">
      {report.stopped && (
        <Note tone="warn" icon={CircleAlert}>
          {report.dryRun || total === null
            ? t('import.checkStopped', { count: report.lines, lines: formatNumber(report.lines) })
            : t('import.stopped', {
                count: total - report.lines,
                left: formatNumber(total - report.lines),
                total: formatNumber(total),
              })}
        </Note>
      )}
      {met.length > 0 && (
        <table className="setkeys bare" aria-label={t('import.title')}>
          <thead>
            <tr>
              <th scope="col">{t('import.columns.kind')}</th>
              <th scope="col" className="num">
                {t(report.dryRun ? 'import.wouldCreate' : 'import.created')}
              </th>
              <th scope="col" className="num">
                {t('import.unchanged')}
              </th>
            </tr>
          </thead>
          <tbody>
            {met.map((kind) => (
              <tr key={kind}>
                <th scope="row">{t(`import.kind.${kind}`)}</th>
                <td className="num">{formatNumber(report[kind].created)}</td>
                <td className="num">{formatNumber(report[kind].unchanged)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {report.failed > 0 && (
        <Note tone="warn" icon={CircleAlert}>
          {t('import.failed', { count: report.failed })}
          <ul className="vaultundone">
            {first.map((error) => (
              <li key={error.line}>
                {t('import.line', { line: error.line })}: {said(error.message)}
              </li>
            ))}
            {report.failed > first.length && (
              <li>{t('import.more', { count: report.failed - first.length })}</li>
            )}
          </ul>
        </Note>
      )}
    </div>
  );
}
