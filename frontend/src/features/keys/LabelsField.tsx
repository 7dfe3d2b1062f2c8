import { TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FieldLabel } from '../../ui/FieldLabel';
import { labelsQuery } from './calls';

interface LabelsFieldProps {
  label?: string;
  value: string[];
  onChange: (value: string[]) => void;
  error: ReactNode;
}

/** Words to find keys by; those there are already are offered. */
export function LabelsField({ label, value, onChange, error }: LabelsFieldProps) {
  const { t } = useTranslation('keys');
  const { data } = useQuery(labelsQuery);
  return (
    <TagsInput
      label={label ?? <FieldLabel text={t('form.labels')} aside={t('form.labelsHint')} />}
      placeholder={value.length === 0 ? t('form.addLabel') : ''}
      data={data?.items.map((each) => each.label) ?? []}
      value={value}
      onChange={onChange}
      acceptValueOnBlur
      splitChars={[',', ' ']}
      error={error}
      spellCheck={false}
    />
  );
}
