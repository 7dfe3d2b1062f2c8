import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AuthHeader, AuthHeaderPatch } from '../../api/types';
import { formatDateTime } from '../../i18n/format';
import { ExpiryField } from '../../ui/ExpiryField';
import { type Expiry, expiryFault, expiryMoment, expiryWord } from '../../ui/expiry';
import { FormDrawer } from '../../ui/FormDrawer';
import { toast } from '../../ui/toast';
import { useEdit } from '../../ui/useEdit';
import { VersionConflict } from '../../ui/VersionConflict';
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

function patchOf(form: EditForm, header: AuthHeader): AuthHeaderPatch {
  const patch: AuthHeaderPatch = {};
  if (form.name.trim() !== header.name) patch.name = form.name.trim();
  const expires = expiryWord(form.expires);
  if (expires) patch.expires = expires;
  return patch;
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
  const { base, form, set, faults, change, changed, submit, drawer, conflict } = useEdit({
    item,
    open,
    formOf,
    changeOf: patchOf,
    save: useEditHeader(),
    onTaken: (theirs) => client.setQueryData(headerQuery(theirs.id).queryKey, theirs),
    onSaved: (header) => {
      toast(t('done.saved', { name: header.name }));
      onClose();
    },
  });
  const check = () => {
    const wrong: typeof faults = {};
    if (form.name.trim() === '') wrong.name = t('form.required.name');
    const expiry = expiryFault(form.expires, Date.now());
    if (expiry) wrong.expires = common(expiry);
    submit(wrong);
  };

  const expiryText = (at: Date | string | null) => (at ? formatDateTime(at) : common('time.never'));
  const consequence = !changed
    ? t('edit.nothing')
    : base.state === 'expired' && change.expires
      ? t('edit.renews')
      : t('edit.changes');
  return (
    <FormDrawer
      {...drawer}
      open={open}
      title={t('edit.title', { name: item.name })}
      onClose={onClose}
      onSubmit={check}
      action={t('edit.save')}
      consequence={consequence}
    >
      {conflict && (
        <VersionConflict
          {...conflict}
          rows={[
            change.name !== undefined && {
              label: t('form.name'),
              mine: change.name,
              theirs: conflict.theirs.name,
            },
            change.expires !== undefined && {
              label: t('column.expires'),
              mine: expiryText(expiryMoment(form.expires, Date.now())),
              theirs: expiryText(conflict.theirs.expires),
            },
          ].filter((row) => row !== false)}
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
        onChange={(value) => set({ expires: value })}
        error={faults.expires ?? null}
        neverWarning={t('form.never')}
        current={base.expires}
      />
    </FormDrawer>
  );
}
