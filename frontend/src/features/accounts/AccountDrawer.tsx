import { Textarea, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { asApiError } from '../../api/error';
import type { Account } from '../../api/types';
import { errorSentence } from '../../ui/errorText';
import { FieldLabel } from '../../ui/FieldLabel';
import { FormDrawer } from '../../ui/FormDrawer';
import { toast } from '../../ui/toast';
import { VersionConflict } from '../../ui/VersionConflict';
import {
  type AccountField,
  type AccountForm,
  accountChange,
  accountFaults,
  accountFields,
  domainOf,
  emptyAccountForm,
  formOf,
} from './accountForm';
import { useSaveAccount } from './calls';

interface AccountDrawerProps {
  /** The account that is edited; none makes one. */
  item?: Account;
  open: boolean;
  onClose: () => void;
}

/** A form to make an account or to edit one. A new one stays filled in while it is closed. */
export function AccountDrawer({ item, open, onClose }: AccountDrawerProps) {
  const { t } = useTranslation('accounts');
  const save = useSaveAccount();
  // The account as it was when the form was opened: what it is compared with, however the list goes on.
  const [base, setBase] = useState(item);
  const [form, setForm] = useState<AccountForm>(() => (item ? formOf(item) : emptyAccountForm));
  const [ownDomain, setOwnDomain] = useState(false);
  const [faults, setFaults] = useState<Partial<Record<AccountField, string>>>({});

  const start = (account: Account) => {
    setBase(account);
    setForm(formOf(account));
    setFaults({});
    save.reset();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: at opening; a later answer must not undo what is typed
  useEffect(() => {
    if (open && item) start(item);
  }, [open, item?.id]);

  const set = (field: AccountField, text: string) => {
    setForm((before) => {
      const next = { ...before, [field]: text };
      if (field === 'name' && !base && !ownDomain) next.domain = text.trim() ? domainOf(text) : '';
      return next;
    });
    if (field === 'domain') setOwnDomain(text !== '');
    setFaults(({ [field]: _mended, ...rest }) => rest);
    save.reset();
  };

  const before = base ? formOf(base) : { ...emptyAccountForm, realm: '' };
  const change = accountChange(form, before);
  const changed = Object.keys(change).length > 0;
  const refusal = save.error ? asApiError(save.error) : null;
  const current = refusal?.current ? (refusal.current as unknown as Account) : null;
  const inField = refusal !== null && refusal.field in form;

  const send = (version?: number) =>
    save.mutate(
      { id: base?.id ?? null, body: version ? { ...change, version } : change },
      {
        onSuccess: (account) => {
          toast(t(base ? 'done.saved' : 'done.created', { name: account.name }));
          if (!base) setForm(emptyAccountForm);
          setOwnDomain(false);
          onClose();
        },
        onError: (error) => {
          const { field } = asApiError(error);
          if (field in form) setFaults({ [field]: errorSentence(asApiError(error)) });
        },
      },
    );
  const submit = () => {
    const wrong = Object.entries(accountFaults(form, base !== undefined));
    setFaults(Object.fromEntries(wrong.map(([field, name]) => [field, t(`form.required.${name}`)])));
    if (wrong.length === 0) send(base?.version);
  };

  const labels: Record<AccountField, [text: string, aside?: string]> = {
    name: [t('form.name')],
    realm: [t('form.realm')],
    domain: [t('form.domain'), t(base ? 'form.domainPlain' : 'form.domainHint')],
    customerId: base ? [t('form.customerId')] : [t('form.customerId'), t('form.customerIdHint')],
    repcode: [t('form.repcode'), t('form.optional')],
    customerServicePhone: [t('form.phone'), t('form.optional')],
    customerServiceEmail: [t('form.email'), t('form.optional')],
    whitelabelSettings: [t('form.whitelabel'), t('form.whitelabelHint')],
  };
  const label = (field: AccountField) => {
    const [text, aside] = labels[field];
    return aside ? <FieldLabel text={text} aside={aside} /> : text;
  };
  const fieldOf = (field: AccountField) => ({
    label: label(field),
    value: form[field],
    onChange: (event: { currentTarget: { value: string } }) => set(field, event.currentTarget.value),
    error: faults[field],
    autoComplete: 'off',
    spellCheck: false,
  });

  const consequence = !changed ? (
    t('form.nothing')
  ) : base ? (
    t('form.changes')
  ) : (
    <Trans
      t={t}
      i18nKey="form.consequence"
      values={{ realm: form.realm || '\u2026', domain: form.domain || '\u2026' }}
      components={{ b: <b className="strong" /> }}
    />
  );
  return (
    <FormDrawer
      open={open}
      title={base ? t('form.editTitle', { name: base.name }) : t('form.title')}
      onClose={onClose}
      onSubmit={submit}
      action={t(base ? 'form.save' : 'create')}
      busy={save.isPending}
      unsaved={base ? changed : form.name !== ''}
      keeps={!base}
      disabled={base !== undefined && !changed}
      faults={faults}
      error={current || inField ? null : refusal}
      consequence={consequence}
    >
      {current && (
        <VersionConflict
          rows={accountFields
            .filter((field) => field in change)
            .map((field) => ({ label: labels[field][0], mine: form[field], theirs: formOf(current)[field] }))}
          words={t('conflict', { returnObjects: true })}
          onTake={() => start(current)}
          onKeep={() => send(current.version)}
        />
      )}
      <TextInput {...fieldOf('name')} placeholder={t('form.namePlaceholder')} data-autofocus />
      <TextInput {...fieldOf('realm')} />
      <TextInput {...fieldOf('domain')} />
      <TextInput {...fieldOf('customerId')} />
      <TextInput {...fieldOf('repcode')} />
      <TextInput {...fieldOf('customerServicePhone')} inputMode="tel" />
      <TextInput {...fieldOf('customerServiceEmail')} inputMode="email" />
      <Textarea {...fieldOf('whitelabelSettings')} rows={4} placeholder="{}" classNames={{ input: 'mono' }} />
    </FormDrawer>
  );
}
