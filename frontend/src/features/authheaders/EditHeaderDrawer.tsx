import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError } from '../../api/error';
import type { AuthHeader, AuthHeaderPatch } from '../../api/types';
import { formatDateTime } from '../../i18n/format';
import { Note } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { ExpiryField } from '../../ui/ExpiryField';
import { errorSentence } from '../../ui/errorText';
import { type Expiry, expiryFault, expiryWord } from '../../ui/expiry';
import { FormDrawer } from '../../ui/FormDrawer';
import { toast } from '../../ui/toast';
import { headerQuery, useEditHeader } from './calls';

interface EditForm {
  name: string;
  expires: Expiry;
}

function formOf(header: AuthHeader): EditForm {
  return {
    name: header.name,
    // An expired one is opened to be renewed.
    expires: header.state === 'expired' ? { kind: 'span', span: '1y' } : { kind: 'keep', at: header.expires },
  };
}

interface EditHeaderDrawerProps {
  item: AuthHeader;
  open: boolean;
  onClose: () => void;
}

export function EditHeaderDrawer({ item, open, onClose }: EditHeaderDrawerProps) {
  const { t } = useTranslation('authheaders');
  const { t: common } = useTranslation();
  const client = useQueryClient();
  const save = useEditHeader();
  // It as it was when the form was opened: what it is compared with, however the list goes on.
  const [base, setBase] = useState(item);
  const [form, setForm] = useState(() => formOf(item));
  const [faults, setFaults] = useState<Partial<Record<keyof EditForm, string>>>({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: at opening; a later answer must not undo what is typed
  useEffect(() => {
    if (open) start(item);
  }, [open, item.id]);

  const start = (header: AuthHeader) => {
    setBase(header);
    setForm(formOf(header));
    setFaults({});
    save.reset();
  };
  const set = (change: Partial<EditForm>) => {
    setForm({ ...form, ...change });
    setFaults({});
    save.reset();
  };

  const patch: AuthHeaderPatch = {};
  if (form.name.trim() !== base.name) patch.name = form.name.trim();
  const expires = expiryWord(form.expires);
  if (expires) patch.expires = expires;
  const changed = Object.keys(patch).length > 0;
  // What is proposed for an expired one was typed by nobody.
  const touched = patch.name !== undefined || form.expires.kind !== formOf(base).expires.kind;

  const refusal = save.error ? asApiError(save.error) : null;
  const current = refusal?.current ? (refusal.current as unknown as AuthHeader) : null;
  const inField = refusal !== null && refusal.field in form;

  const send = (version: number) =>
    save.mutate(
      { id: item.id, patch: { ...patch, version } },
      {
        onSuccess: (header) => {
          toast(t('done.saved', { name: header.name }));
          onClose();
        },
        onError: (error) => {
          const { field } = asApiError(error);
          if (field in form) setFaults({ [field]: errorSentence(asApiError(error)) });
        },
      },
    );
  const submit = () => {
    const wrong: typeof faults = {};
    if (form.name.trim() === '') wrong.name = t('form.required.name');
    const expiry = expiryFault(form.expires, Date.now());
    if (expiry) wrong.expires = common(expiry);
    setFaults(wrong);
    if (Object.keys(wrong).length === 0) send(base.version);
  };
  const takeTheirs = (header: AuthHeader) => {
    client.setQueryData(headerQuery(header.id).queryKey, header);
    start(header);
  };

  const consequence = !changed
    ? t('edit.nothing')
    : base.state === 'expired' && expires
      ? t('edit.renews')
      : t('edit.changes');
  return (
    <FormDrawer
      open={open}
      title={t('edit.title', { name: item.name })}
      onClose={onClose}
      onSubmit={submit}
      action={t('edit.save')}
      busy={save.isPending}
      unsaved={touched}
      faults={faults}
      disabled={!changed}
      error={current || inField ? null : refusal}
      consequence={consequence}
    >
      {current && (
        <Note tone="warn" icon={TriangleAlert} role="alert">
          {t('edit.conflict', {
            name: current.name,
            expires: current.expires ? formatDateTime(current.expires) : t('drawer.never'),
          })}
          <div className="row" style={{ marginTop: 8 }}>
            <Button small onClick={() => takeTheirs(current)}>
              {t('edit.takeTheirs')}
            </Button>
            <Button small look="quiet" onClick={() => send(current.version)}>
              {t('edit.keepMine')}
            </Button>
          </div>
        </Note>
      )}
      <TextInput
        label={t('form.name')}
        value={form.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={faults.name}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
      <ExpiryField
        value={form.expires}
        onChange={(value) => set({ expires: value })}
        error={faults.expires ?? null}
        neverWarning={t('form.never')}
        current={base.expires}
      />
    </FormDrawer>
  );
}
