import { MultiSelect, TagsInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface WordsFieldProps {
  label: ReactNode;
  placeholder: string;
  /** Any word can be written; otherwise only those offered can be chosen, for no other would be given out. */
  free: boolean;
  offered: readonly string[];
  none: string;
  value: string[];
  onChange: (words: string[]) => void;
  error: ReactNode;
}

/** Roles or permissions. */
export function WordsField(props: WordsFieldProps) {
  const { t } = useTranslation('keys');
  const { label, free, offered, value, onChange, error, none } = props;
  if (free) {
    return (
      <TagsInput
        label={label}
        placeholder={props.placeholder}
        description={t('form.wordsHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={[...offered]}
        value={value}
        onChange={onChange}
        acceptValueOnBlur
        splitChars={[',', ' ']}
        error={error}
      />
    );
  }
  const empty = offered.length === 0;
  return (
    <MultiSelect
      label={label}
      placeholder={empty || value.length === offered.length ? '' : props.placeholder}
      description={empty ? none : null}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      disabled={empty}
      data={[...new Set([...offered, ...value])]}
      value={value}
      onChange={onChange}
      searchable
      hidePickedOptions
      error={error}
    />
  );
}
