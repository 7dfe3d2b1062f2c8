import { TagsInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FieldLabel } from '../../ui/FieldLabel';

interface AddressesFieldProps {
  value: string[];
  onChange: (value: string[]) => void;
  error: ReactNode;
}

/** Where a key may log in from: addresses and ranges. */
export function AddressesField({ value, onChange, error }: AddressesFieldProps) {
  const { t } = useTranslation('keys');
  return (
    <TagsInput
      label={<FieldLabel text={t('form.addresses')} aside={t('form.addressesHint')} />}
      placeholder={value.length === 0 ? '10.0.0.0/24' : ''}
      value={value}
      onChange={onChange}
      acceptValueOnBlur
      splitChars={[',', ' ']}
      error={error}
      spellCheck={false}
    />
  );
}
