import { TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import type { Key, KeyPatch } from '../../api/types';
import { formatDateTime, formatList } from '../../i18n/format';
import { ExpiryField } from '../../ui/ExpiryField';
import { type Expiry, expiryFault, expiryMoment, expiryWord } from '../../ui/expiry';
import { FieldLabel } from '../../ui/FieldLabel';
import { FormDrawer } from '../../ui/FormDrawer';
import { toast } from '../../ui/toast';
import { useEdit } from '../../ui/useEdit';
import { VersionConflict } from '../../ui/VersionConflict';
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
  const { base, form, set, faults, change, changed, submit, drawer, conflict } = useEdit({
    item,
    open,
    formOf,
    changeOf: patchOf,
    save: useEditKey(),
    onTaken: (theirs) => client.setQueryData(keyQuery(theirs.id).queryKey, theirs),
    onSaved: (key) => {
      toast(t('done.saved', { name: key.name }));
      onClose();
    },
  });
  const { data: membership } = useQuery({
    queryKey: ['users', 'one', item.user.id],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/users/{ref}', { params: { path: { ref: item.user.id } }, signal })),
    select: (user) => user.memberships.find(({ account }) => account.id === item.account.id),
    enabled: open,
  });
  const check = () => {
    const wrong: typeof faults = {};
    if (form.name.trim() === '') wrong.name = t('form.required.name');
    const expiry = expiryFault(form.expires, Date.now());
    if (expiry) wrong.expires = common(expiry);
    submit(wrong);
  };

  return (
    <FormDrawer
      {...drawer}
      open={open}
      title={t('edit.title', { name: item.name })}
      onClose={onClose}
      onSubmit={check}
      action={t('edit.save')}
      consequence={
        !changed
          ? t('edit.nothing')
          : base.state === 'expired' && change.expires
            ? t('edit.renews')
            : t('edit.changes')
      }
    >
      {conflict && (
        <KeyConflict {...conflict} mine={change} expires={expiryMoment(form.expires, Date.now())} />
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

interface KeyConflictProps {
  mine: KeyPatch;
  expires: Date | null;
  theirs: Key;
  onKeep: () => void;
  onTake: () => void;
}

function KeyConflict({ mine, expires, theirs, onKeep, onTake }: KeyConflictProps) {
  const { t } = useTranslation('keys');
  const words = (value: string[] | null) => (value === null ? t('edit.all') : formatList(value));
  const moment = (at: Date | string | null) => (at ? formatDateTime(at) : t('drawer.noExpiry'));
  const addresses = (value: string[]) => (value.length > 0 ? formatList(value) : t('drawer.anyAddress'));
  const rows = [
    mine.name !== undefined && { label: t('form.name'), mine: mine.name, theirs: theirs.name },
    mine.note !== undefined && { label: t('form.note'), mine: mine.note, theirs: theirs.note },
    mine.expires !== undefined && {
      label: t('column.expires'),
      mine: moment(expires),
      theirs: moment(theirs.expires),
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
      mine: addresses(mine.addresses),
      theirs: addresses(theirs.addresses),
    },
    mine.labels !== undefined && {
      label: t('drawer.labels'),
      mine: formatList(mine.labels),
      theirs: formatList(theirs.labels),
    },
  ].filter((row) => row !== false);
  return <VersionConflict rows={rows} onTake={onTake} onKeep={onKeep} />;
}
