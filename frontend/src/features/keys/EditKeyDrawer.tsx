import { TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import { asApiError } from '../../api/error';
import type { Key, KeyPatch } from '../../api/types';
import { formatDateTime, formatList } from '../../i18n/format';
import { Note } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { ExpiryField } from '../../ui/ExpiryField';
import { errorSentence } from '../../ui/errorText';
import { type Expiry, expiryFault, expiryWord } from '../../ui/expiry';
import { FieldLabel } from '../../ui/FieldLabel';
import { FormDrawer } from '../../ui/FormDrawer';
import { toast } from '../../ui/toast';
import { AddressesField } from './AddressesField';
import { keyQuery, useEditKey } from './calls';
import { LabelsField } from './LabelsField';
import { WordsField } from './WordsField';

interface EditKeyDrawerProps {
  item: Key;
  open: boolean;
  onClose: () => void;
}

interface EditForm {
  name: string;
  note: string;
  expires: Expiry;
  roles: string[];
  permissions: string[];
  addresses: string[];
  labels: string[];
}

function formOf(key: Key): EditForm {
  return {
    name: key.name,
    note: key.note,
    expires: { kind: 'keep', at: key.expires },
    roles: key.roles ?? [],
    permissions: key.permissions ?? [],
    addresses: key.addresses,
    labels: key.labels,
  };
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((word) => other.includes(word));
}

/** Only what differs from the key as it was opened. */
function patchOf(form: EditForm, key: Key): KeyPatch {
  const patch: KeyPatch = {};
  if (form.name.trim() !== key.name) patch.name = form.name.trim();
  if (form.note.trim() !== key.note) patch.note = form.note.trim();
  const expires = expiryWord(form.expires);
  if (expires) patch.expires = expires;
  if (!same(form.roles, key.roles ?? [])) patch.roles = form.roles.length > 0 ? form.roles : null;
  if (!same(form.permissions, key.permissions ?? [])) {
    patch.permissions = form.permissions.length > 0 ? form.permissions : null;
  }
  if (!same(form.addresses, key.addresses)) patch.addresses = form.addresses;
  if (!same(form.labels, key.labels)) patch.labels = form.labels;
  return patch;
}

export function EditKeyDrawer({ item, open, onClose }: EditKeyDrawerProps) {
  const { t } = useTranslation('keys');
  const { t: common } = useTranslation();
  const client = useQueryClient();
  const save = useEditKey();
  // The key as it was when the form was opened: what it is compared with, however the list goes on.
  const [base, setBase] = useState(item);
  const [form, setForm] = useState(() => formOf(item));
  const [faults, setFaults] = useState<Partial<Record<keyof EditForm, string>>>({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: at opening; a later answer must not undo what is typed
  useEffect(() => {
    if (!open) return;
    setBase(item);
    setForm(formOf(item));
    setFaults({});
    save.reset();
  }, [open, item.id]);

  const { data: membership } = useQuery({
    queryKey: ['users', 'one', item.user.id],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/users/{ref}', { params: { path: { ref: item.user.id } }, signal })),
    select: (user) => user.memberships.find(({ account }) => account.id === item.account.id),
    enabled: open,
  });

  const set = (change: Partial<EditForm>) => {
    setForm((before) => ({ ...before, ...change }));
    setFaults({});
    save.reset();
  };
  const patch = patchOf(form, base);
  const changed = Object.keys(patch).length > 0;
  const refusal = save.error ? asApiError(save.error) : null;
  const current = refusal?.current ? (refusal.current as unknown as Key) : null;

  const send = (version: number) =>
    save.mutate(
      { id: item.id, patch: { ...patch, version } },
      {
        onSuccess: (key) => {
          toast(t('done.saved', { name: key.name }));
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
  const takeTheirs = (key: Key) => {
    client.setQueryData(keyQuery(key.id).queryKey, key);
    setBase(key);
    setForm(formOf(key));
    save.reset();
  };

  const shownError = refusal && !current && !(refusal.field in form) ? refusal : null;
  return (
    <FormDrawer
      open={open}
      title={t('edit.title', { name: item.name })}
      onClose={onClose}
      onSubmit={submit}
      action={t('edit.save')}
      busy={save.isPending}
      unsaved={changed}
      faults={faults}
      disabled={!changed}
      error={shownError}
      consequence={
        !changed
          ? t('edit.nothing')
          : base.state === 'expired' && patch.expires
            ? t('edit.renews')
            : t('edit.changes')
      }
    >
      {current && (
        <Conflict
          mine={patch}
          theirs={current}
          onKeep={() => send(current.version)}
          onTake={() => takeTheirs(current)}
        />
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
        onChange={(expires) => set({ expires })}
        error={faults.expires ?? null}
        neverWarning={t('form.never')}
        current={base.expires}
      />
      <WordsField
        label={<FieldLabel text={t('form.roles')} aside={t('form.allUnlessChosen')} />}
        placeholder={t('form.addRole')}
        free={false}
        offered={membership?.roles ?? []}
        none={t('form.noRoles')}
        value={form.roles}
        onChange={(roles) => set({ roles })}
        error={faults.roles}
      />
      <WordsField
        label={<FieldLabel text={t('form.permissions')} aside={t('form.allUnlessChosen')} />}
        placeholder={t('form.addPermission')}
        free={false}
        offered={membership?.permissions ?? []}
        none={t('form.noPermissions')}
        value={form.permissions}
        onChange={(permissions) => set({ permissions })}
        error={faults.permissions}
      />
      <AddressesField
        value={form.addresses}
        onChange={(addresses) => set({ addresses })}
        error={faults.addresses}
      />
      <LabelsField value={form.labels} onChange={(labels) => set({ labels })} error={faults.labels} />
      <TextInput
        label={<FieldLabel text={t('form.note')} aside={t('form.noteHint')} />}
        value={form.note}
        onChange={(event) => set({ note: event.currentTarget.value })}
        error={faults.note}
        autoComplete="off"
      />
    </FormDrawer>
  );
}

interface ConflictProps {
  mine: KeyPatch;
  theirs: Key;
  onKeep: () => void;
  onTake: () => void;
}

/** Both versions of what was edited, and the choice between them. */
function Conflict({ mine, theirs, onKeep, onTake }: ConflictProps) {
  const { t } = useTranslation('keys');
  const words = (value: string[] | null) => (value === null ? t('edit.all') : formatList(value));
  const rows = [
    mine.name !== undefined && { label: t('form.name'), mine: mine.name, theirs: theirs.name },
    mine.note !== undefined && { label: t('form.note'), mine: mine.note, theirs: theirs.note },
    mine.expires !== undefined && {
      label: t('column.expires'),
      mine: mine.expires,
      theirs: theirs.expires ? formatDateTime(theirs.expires) : t('drawer.noExpiry'),
    },
    mine.roles !== undefined && {
      label: t('drawer.roles'),
      mine: words(mine.roles),
      theirs: words(theirs.roles),
    },
    mine.permissions !== undefined && {
      label: t('drawer.permissions'),
      mine: words(mine.permissions),
      theirs: words(theirs.permissions),
    },
    mine.addresses !== undefined && {
      label: t('drawer.addresses'),
      mine: mine.addresses.length > 0 ? formatList(mine.addresses) : t('drawer.anyAddress'),
      theirs: theirs.addresses.length > 0 ? formatList(theirs.addresses) : t('drawer.anyAddress'),
    },
    mine.labels !== undefined && {
      label: t('drawer.labels'),
      mine: formatList(mine.labels),
      theirs: formatList(theirs.labels),
    },
  ].filter((row) => row !== false);
  return (
    <Note tone="warn" icon={TriangleAlert} role="alert">
      <b>{t('edit.conflict')}</b>
      {rows.map((row) => (
        <p key={row.label} style={{ marginTop: 4 }}>
          {row.label}. {t('edit.theirs', { value: row.theirs || t('edit.blank') })}.{' '}
          {t('edit.yours', { value: row.mine || t('edit.blank') })}.
        </p>
      ))}
      <div className="row" style={{ marginTop: 8 }}>
        <Button small onClick={onTake}>
          {t('edit.takeTheirs')}
        </Button>
        <Button small look="quiet" onClick={onKeep}>
          {t('edit.keepMine')}
        </Button>
      </div>
    </Note>
  );
}
