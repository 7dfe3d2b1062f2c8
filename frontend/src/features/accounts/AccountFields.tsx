import { Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FieldLabel } from '../../ui/FieldLabel';
import type { AccountField, AccountForm } from './accountForm';

interface AccountFieldsProps {
  value: AccountForm;
  onChange: (field: AccountField, text: string) => void;
  faults: Partial<Record<AccountField, string>>;
  /** It is there already: nothing is made for what is left empty. */
  made?: boolean;
}

export function AccountFields({ value, onChange, faults, made = false }: AccountFieldsProps) {
  const { t } = useTranslation('accounts');
  const asides: Partial<Record<AccountField, string>> = {
    domain: t(made ? 'form.domainPlain' : 'form.domainHint'),
    repcode: t('form.optional'),
    customerServicePhone: t('form.optional'),
    customerServiceEmail: t('form.optional'),
    whitelabelSettings: t('form.whitelabelHint'),
  };
  if (!made) asides.customerId = t('form.customerIdHint');
  const fieldOf = (field: AccountField) => {
    const text = t(`form.${field}`);
    const aside = asides[field];
    return {
      label: aside ? <FieldLabel text={text} aside={aside} /> : text,
      value: value[field],
      onChange: (event: { currentTarget: { value: string } }) => onChange(field, event.currentTarget.value),
      error: faults[field],
      autoComplete: 'off',
      spellCheck: false,
    };
  };
  return (
    <>
      <TextInput {...fieldOf('name')} placeholder={t('form.namePlaceholder')} data-autofocus />
      <TextInput {...fieldOf('realm')} />
      <TextInput {...fieldOf('domain')} />
      <TextInput {...fieldOf('customerId')} />
      <TextInput {...fieldOf('repcode')} />
      <TextInput {...fieldOf('customerServicePhone')} inputMode="tel" />
      <TextInput {...fieldOf('customerServiceEmail')} inputMode="email" />
      <Textarea {...fieldOf('whitelabelSettings')} rows={4} placeholder="{}" classNames={{ input: 'mono' }} />
    </>
  );
}
