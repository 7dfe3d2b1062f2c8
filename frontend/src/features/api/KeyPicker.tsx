import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import type { Key } from '../../api/types';

const short = (accessKey: string) => `${accessKey.slice(0, 12)}\u2026`;

function useKeys(search: string) {
  return useQuery({
    queryKey: ['keys', 'pick', search],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/keys', { params: { query: { limit: 20, ...(search && { search }) } }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** The key that samples are filled with: the one of the address, else the first that is active. */
export function useSampleKey(id: string | undefined): Key | undefined {
  const { data: first } = useKeys('');
  const { data: chosen } = useQuery({
    queryKey: ['key', id],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/keys/{ref}', { params: { path: { ref: id ?? '' } }, signal })),
    enabled: id !== undefined,
  });
  return id === undefined
    ? (first?.items.find(({ state }) => state === 'active') ?? first?.items[0])
    : chosen;
}

interface KeyPickerProps {
  chosen: Key | undefined;
  onChoose: (id: string) => void;
}

export function KeyPicker({ chosen, onChoose }: KeyPickerProps) {
  const { t } = useTranslation('api');
  const [search, setSearch] = useState('');
  const [asked] = useDebouncedValue(search === chosen?.name ? '' : search.trim(), 150);
  const { data } = useKeys(asked);
  const found = data?.items ?? [];
  const listed = chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found;
  return (
    <Select
      className="samplekey"
      aria-label={t('key')}
      placeholder={t('keyNone')}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      filter={({ options }) => options}
      data={listed.map(({ id, name }) => ({ value: id, label: name }))}
      value={chosen?.id ?? null}
      onChange={(id) => id && onChoose(id)}
      allowDeselect={false}
      nothingFoundMessage={data ? t('noKeyFound') : null}
      renderOption={({ option }) => {
        const key = listed.find(({ id }) => id === option.value);
        return (
          <span className="row cut">
            <span>{option.label}</span>
            {key && (
              <span className="t3 mono cut" translate="no">
                {short(key.accessKey)}
              </span>
            )}
          </span>
        );
      }}
      maxDropdownHeight={280}
    />
  );
}
