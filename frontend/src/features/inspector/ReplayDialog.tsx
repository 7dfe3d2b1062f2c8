import { Textarea, TextInput } from '@mantine/core';
import { CircleCheck, CircleX } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Note } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { PasswordField } from '../entry/PasswordField';
import { statusLine } from '../token/dialects';
import type { Activity } from './feed';
import { type Answered, again, placeholder, send } from './request';

interface ReplayDialogProps {
  item: Activity;
  /** Everything can be changed before it is sent. */
  edit: boolean;
  onClose: () => void;
}

type Outcome = { phase: 'idle' | 'sending' | 'unanswered' } | { phase: 'answered'; answer: Answered };

/** Makes a request again. What is typed as a secret lives in this dialog and goes with it. */
export function ReplayDialog({ item, edit, onClose }: ReplayDialogProps) {
  const { t } = useTranslation('inspector');
  const { t: common } = useTranslation();
  const [request, setRequest] = useState(() => again(item));
  const [typed, setTyped] = useState('');
  const [outcome, setOutcome] = useState<Outcome>({ phase: 'idle' });
  const fault = request.body !== '' && !isJson(request.body);
  // A login about nobody known lacks a name too, so it can only be edited.
  const open = edit || /:\s*""/.test(request.body);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (fault || outcome.phase === 'sending') return;
    setOutcome({ phase: 'sending' });
    try {
      setOutcome({ phase: 'answered', answer: await send(request, typed) });
    } catch {
      setOutcome({ phase: 'unanswered' });
    }
  };
  const form = 'replay-form';
  return (
    <Dialog
      open
      title={edit ? t('replay.editTitle') : t('replay.title', { method: request.method, path: request.path })}
      lead={t('replay.lead')}
      onClose={onClose}
      footer={
        <>
          <span className="grow" />
          <Button look="quiet" onClick={onClose}>
            {common('action.close')}
          </Button>
          <Button
            look="primary"
            type="submit"
            form={form}
            disabled={fault}
            busy={outcome.phase === 'sending'}
          >
            {t('replay.send')}
          </Button>
        </>
      }
    >
      <form id={form} className="replay" onSubmit={submit} noValidate>
        {open && (
          <TextInput
            label={t('replay.path')}
            value={request.path}
            onChange={(event) => setRequest({ ...request, path: event.currentTarget.value })}
            spellCheck={false}
            autoComplete="off"
          />
        )}
        {open && request.body !== '' && (
          <Textarea
            label={t('replay.body')}
            description={
              request.body.includes(placeholder) ? t('replay.bodyHint', { secret: placeholder }) : undefined
            }
            value={request.body}
            onChange={(event) => setRequest({ ...request, body: event.currentTarget.value })}
            error={fault ? t('replay.badJson') : null}
            rows={5}
            spellCheck={false}
            classNames={{ input: 'mono' }}
          />
        )}
        {request.asks !== 'nothing' && (
          <PasswordField
            data-autofocus
            label={t(`replay.${request.asks}`)}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
          />
        )}
        <div aria-live="polite">
          {outcome.phase === 'answered' && (
            <Note
              tone={outcome.answer.status < 400 ? 'ok' : 'warn'}
              icon={outcome.answer.status < 400 ? CircleCheck : CircleX}
            >
              {t('replay.answered', { status: statusLine(outcome.answer.status), ms: outcome.answer.ms })}
            </Note>
          )}
          {outcome.phase === 'unanswered' && (
            <Note tone="danger" icon={CircleX}>
              {t('replay.unanswered')}
            </Note>
          )}
        </div>
      </form>
    </Dialog>
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
