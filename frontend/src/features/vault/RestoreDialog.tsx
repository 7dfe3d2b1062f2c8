import { Checkbox, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import { type ApiError, asApiError } from '../../api/error';
import { formatDateTime, formatNumber } from '../../i18n/format';
import type { PickedFile } from '../../platform/host';
import { Note } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { errorSentence } from '../../ui/errorText';
import { toast } from '../../ui/toast';
import { PasswordField } from '../entry/PasswordField';
import { type Backup, type Restore, type UndoneItem, useRenewVault } from './calls';
import './vault.css';

export type RestoreSource = { backup: Backup } | { file: PickedFile };

const word = 'RESTORE';
const shown = 8;

async function handOver(from: RestoreSource): Promise<Restore> {
  if ('backup' in from) {
    return take(api.POST('/api/v1/restore/from', { body: { backup: from.backup.name } }));
  }
  const answer = await from.file.send('/api/v1/restore');
  return (await answer.json()) as Restore;
}

/** First what it would undo, then the word, then it happens. Closing before lets go of the backup. */
export function RestoreDialog({ from, onClose }: { from: RestoreSource; onClose: () => void }) {
  const { t } = useTranslation('vault');
  const renew = useRenewVault();
  const [staged, setStaged] = useState<Restore | null>(null);
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const [older, setOlder] = useState(false);
  const [typed, setTyped] = useState('');

  useEffect(() => {
    let gone = false;
    handOver(from).then(
      (answer) => !gone && setStaged(answer),
      (cause) => !gone && setRefusal(asApiError(cause)),
    );
    return () => {
      gone = true;
    };
  }, [from]);

  const apply = useMutation({
    mutationFn: () => api.POST('/api/v1/restore/apply', { body: { confirm: word, acceptOlder: older } }),
    onSuccess: () => {
      toast(t('restore.begun'));
      renew();
      onClose();
    },
  });
  const close = () => {
    if (apply.isPending) return;
    if (staged) void api.DELETE('/api/v1/restore').catch(() => {});
    onClose();
  };
  const ready = staged !== null && !staged.locked && !staged.foreign;
  const footer = (
    <>
      <span className="grow" />
      <Button look="quiet" onClick={close} data-autofocus>
        {t('action.cancel', { ns: 'common' })}
      </Button>
      {ready && (
        <Button look="danger" disabled={typed !== word || apply.isPending} onClick={() => apply.mutate()}>
          {t('restore.action')}
        </Button>
      )}
    </>
  );
  return (
    <Dialog open title={t('restore.title')} lead={t('restore.lead')} onClose={close} footer={footer}>
      {!staged && !refusal && (
        <p className="t2" role="status">
          {t('restore.reading')}
        </p>
      )}
      {refusal && (
        <Note tone="danger" icon={CircleAlert} role="alert">
          {errorSentence(refusal)}
        </Note>
      )}
      {staged?.locked && <Unlock onOpen={setStaged} />}
      {staged?.foreign && (
        <Note tone="danger" icon={CircleAlert} role="alert">
          {t('restore.foreign')}
        </Note>
      )}
      {ready && (
        <>
          <Holds staged={staged} />
          <Undone
            items={staged.returning}
            count={staged.returningCount}
            heading={t(older ? 'restore.back' : 'restore.again', { count: staged.returningCount })}
            none={t('restore.nothing')}
          />
          <Undone
            items={staged.lost}
            count={staged.lostCount}
            heading={t('restore.lost', { count: staged.lostCount })}
          />
          {staged.audit && staged.audit.findings.length > 0 && (
            <Note tone="warn" icon={TriangleAlert}>
              {t('restore.audit', { count: staged.audit.findings.length + staged.audit.more })}
            </Note>
          )}
          {staged.returningCount > 0 && (
            <Checkbox
              label={t('restore.acceptOlder')}
              checked={older}
              onChange={(event) => setOlder(event.currentTarget.checked)}
            />
          )}
          <Note tone="warn" icon={TriangleAlert}>
            {t('restore.after')}
          </Note>
          <TextInput
            label={t('restore.confirm')}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
          />
          {apply.error && (
            <Note tone="danger" icon={CircleAlert} role="alert">
              {errorSentence(asApiError(apply.error))}
            </Note>
          )}
        </>
      )}
    </Dialog>
  );
}

/** What is typed lives here alone and is gone with it. */
function Unlock({ onOpen }: { onOpen: (staged: Restore) => void }) {
  const { t } = useTranslation('vault');
  const [key, setKey] = useState('');
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const open = async () => {
    setBusy(true);
    try {
      onOpen(await take(api.POST('/api/v1/restore/unlock', { body: { key: key.trim() } })));
    } catch (cause) {
      setFault(errorSentence(asApiError(cause)));
      setBusy(false);
    }
  };
  return (
    <form
      className="vaultform"
      onSubmit={(event) => {
        event.preventDefault();
        if (key && !busy) void open();
      }}
    >
      <Note tone="warn" icon={TriangleAlert}>
        <b>{t('restore.lockedTitle')}</b> {t('restore.locked')}
      </Note>
      <PasswordField
        label={t('restore.key')}
        value={key}
        onChange={(event) => {
          setKey(event.currentTarget.value);
          setFault(undefined);
        }}
        error={fault}
        autoComplete="off"
      />
      <div>
        <Button look="primary" type="submit" disabled={!key || busy}>
          {t('restore.unlock')}
        </Button>
      </div>
    </form>
  );
}

const counted = ['accounts', 'users', 'keys', 'authHeaders'] as const;
const countedName = { accounts: 'accounts', users: 'users', keys: 'keys', authHeaders: 'headers' } as const;

function Holds({ staged }: { staged: Restore }) {
  const { t } = useTranslation('vault');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className="vaultscroll" tabIndex={0} aria-label={t('restore.what')}>
      <table className="setkeys bare vaulttally">
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">{t('restore.what')}</span>
            </th>
            <th scope="col">{t('restore.asOf')}</th>
            {counted.map((name) => (
              <th scope="col" key={name} className="num">
                {t(`restore.${countedName[name]}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(['backup', 'present'] as const).map((which) => (
            <tr key={which}>
              <th scope="row">{t(`restore.of.${which}`)}</th>
              <td>{staged[which].at ? formatDateTime(staged[which].at) : t('restore.unknown')}</td>
              {counted.map((name) => (
                <td key={name} className="num">
                  {formatNumber(staged[which][name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface UndoneProps {
  items: readonly UndoneItem[];
  count: number;
  heading: string;
  none?: string;
}

function Undone({ items, count, heading, none }: UndoneProps) {
  const { t } = useTranslation('vault');
  if (count === 0) return none ? <p className="t2">{none}</p> : null;
  const first = items.slice(0, shown);
  return (
    <section aria-label={heading}>
      <h3 className="med">{heading}</h3>
      <ul className="vaultundone">
        {first.map((item) => (
          <li key={`${item.kind} ${item.id} ${item.what}`}>
            {item.what === ''
              ? t('restore.item', { kind: t(`restore.kind.${item.kind}`), name: item.name })
              : t('restore.itemWhat', {
                  kind: t(`restore.kind.${item.kind}`),
                  name: item.name,
                  what: t(`restore.word.${item.what}`),
                })}
          </li>
        ))}
        {count > first.length && <li className="t2">{t('restore.more', { count: count - first.length })}</li>}
      </ul>
    </section>
  );
}
