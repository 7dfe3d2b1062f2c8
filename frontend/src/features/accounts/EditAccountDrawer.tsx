import { useTranslation } from 'react-i18next';
import type { Account } from '../../api/types';
import { FormDrawer } from '../../ui/FormDrawer';
import { toast } from '../../ui/toast';
import { useEdit } from '../../ui/useEdit';
import { VersionConflict } from '../../ui/VersionConflict';
import { AccountFields } from './AccountFields';
import { type AccountForm, accountChange, accountFaults, accountFields, formOf } from './accountForm';
import { useEditAccount } from './calls';

interface EditAccountDrawerProps {
  item: Account;
  open: boolean;
  onClose: () => void;
}

export function EditAccountDrawer({ item, open, onClose }: EditAccountDrawerProps) {
  const { t } = useTranslation('accounts');
  const { base, form, set, faults, change, changed, submit, drawer, conflict } = useEdit({
    item,
    open,
    formOf,
    changeOf: (texts: AccountForm, account) => accountChange(texts, formOf(account)),
    save: useEditAccount(),
    onSaved: (account) => {
      toast(t('done.saved', { name: account.name }));
      onClose();
    },
  });
  const check = () =>
    submit(
      Object.fromEntries(
        Object.entries(accountFaults(form, true)).map(([field, name]) => [field, t(`form.required.${name}`)]),
      ),
    );
  return (
    <FormDrawer
      {...drawer}
      open={open}
      title={t('form.editTitle', { name: base.name })}
      onClose={onClose}
      onSubmit={check}
      action={t('form.save')}
      consequence={t(changed ? 'form.changes' : 'form.nothing')}
    >
      {conflict && (
        <VersionConflict
          {...conflict}
          rows={accountFields
            .filter((field) => field in change)
            .map((field) => ({
              label: t(`form.${field}`),
              mine: form[field],
              theirs: formOf(conflict.theirs)[field],
            }))}
        />
      )}
      <AccountFields value={form} onChange={(field, text) => set({ [field]: text })} faults={faults} made />
    </FormDrawer>
  );
}
