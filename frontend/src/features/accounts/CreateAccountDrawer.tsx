import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { asApiError } from '../../api/error';
import { errorSentence } from '../../ui/errorText';
import { FormDrawer } from '../../ui/FormDrawer';
import { toast } from '../../ui/toast';
import { AccountFields } from './AccountFields';
import { type AccountField, accountChange, accountFaults, domainOf, emptyAccountForm } from './accountForm';
import { useCreateAccount } from './calls';

interface CreateAccountDrawerProps {
  open: boolean;
  onClose: () => void;
}

/** It stays filled in while it is closed. */
export function CreateAccountDrawer({ open, onClose }: CreateAccountDrawerProps) {
  const { t } = useTranslation('accounts');
  const create = useCreateAccount();
  const [form, setForm] = useState(emptyAccountForm);
  const [ownDomain, setOwnDomain] = useState(false);
  const [faults, setFaults] = useState<Partial<Record<AccountField, string>>>({});

  const set = (field: AccountField, text: string) => {
    setForm((before) => {
      const next = { ...before, [field]: text };
      if (field === 'name' && !ownDomain) next.domain = text.trim() ? domainOf(text) : '';
      return next;
    });
    if (field === 'domain') setOwnDomain(text !== '');
    setFaults(({ [field]: _mended, ...rest }) => rest);
    create.reset();
  };
  const refusal = create.error ? asApiError(create.error) : null;
  const inField = refusal !== null && refusal.field in form;

  const submit = () => {
    const wrong = Object.entries(accountFaults(form, false));
    setFaults(Object.fromEntries(wrong.map(([field, name]) => [field, t(`form.required.${name}`)])));
    if (wrong.length > 0) return;
    create.mutate(accountChange(form, { ...emptyAccountForm, realm: '' }), {
      onSuccess: (account) => {
        toast(t('done.created', { name: account.name }));
        setForm(emptyAccountForm);
        setOwnDomain(false);
        onClose();
      },
      onError: (cause) => {
        const error = asApiError(cause);
        if (error.field in form) setFaults({ [error.field]: errorSentence(error) });
      },
    });
  };
  return (
    <FormDrawer
      open={open}
      title={t('form.title')}
      onClose={onClose}
      onSubmit={submit}
      action={t('create')}
      busy={create.isPending}
      unsaved={form.name !== ''}
      keeps
      faults={faults}
      error={inField ? null : refusal}
      consequence={
        // Before it has a name nothing follows from it.
        form.realm && form.domain ? (
          <Trans
            t={t}
            i18nKey="form.consequence"
            values={{ realm: form.realm, domain: form.domain }}
            components={{ b: <b className="strong" /> }}
          />
        ) : (
          t('form.unnamed')
        )
      }
    >
      <AccountFields value={form} onChange={set} faults={faults} />
    </FormDrawer>
  );
}
