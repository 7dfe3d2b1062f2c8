import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import { FilterMenu, FilterPick, FilterRow } from '../../ui/Filters';
import { SearchField } from '../../ui/SearchField';
import { findUsers } from '../people/find';
import { labelsQuery } from './calls';
import { countFilters, type KeyFilter, type KeyWords, noFilter, traits } from './filter';
import { keyStates } from './status';

async function findAccounts(text: string, signal: AbortSignal): Promise<string[]> {
  const query = { search: text, limit: 50 };
  const { items } = await take(api.GET('/api/v1/accounts', { params: { query }, signal }));
  return items.map(({ name }) => name);
}

interface KeyFiltersProps {
  filter: KeyFilter;
  onChange: (words: KeyWords) => void;
  onSearch: (text: string) => void;
  end: ReactNode;
}

export function KeyFilters({ filter, onChange, onSearch, end }: KeyFiltersProps) {
  const { t } = useTranslation('keys');
  const client = useQueryClient();
  const findLabels = async (text: string): Promise<string[]> => {
    const { items } = await client.fetchQuery({ ...labelsQuery, staleTime: 10_000 });
    return items.map(({ label }) => label).filter((label) => label.includes(text));
  };
  return (
    <FilterRow
      search={<SearchField value={filter.search} onSearch={onSearch} label={t('search')} />}
      count={countFilters(filter)}
      onClear={() => onChange({ ...noFilter, q: filter.search })}
      end={end}
    >
      <FilterMenu
        label={t('filter.status')}
        all={t('filter.all')}
        options={keyStates.map((value) => ({ value, label: t(`state.${value}`) }))}
        chosen={filter.states}
        onChange={(states) => onChange({ status: states.join(','), only: filter.only.join(',') })}
      />
      <FilterMenu
        label={t('filter.only')}
        all={t('filter.any')}
        options={traits.map((value) => ({ value, label: t(`filter.${value}`) }))}
        chosen={filter.only}
        onChange={(only) => onChange({ status: filter.states.join(','), only: only.join(',') })}
      />
      <FilterPick
        label={t('filter.account')}
        any={t('filter.any')}
        searchLabel={t('filter.searchAccounts')}
        none={t('filter.noAccount')}
        chosen={filter.account}
        find={findAccounts}
        onChange={(account) => onChange({ account })}
      />
      <FilterPick
        label={t('filter.user')}
        any={t('filter.any')}
        searchLabel={t('filter.searchUsers')}
        none={t('filter.noUser')}
        chosen={filter.user}
        find={findUsers}
        onChange={(user) => onChange({ user })}
      />
      <FilterPick
        label={t('filter.label')}
        any={t('filter.any')}
        searchLabel={t('filter.searchLabels')}
        none={t('filter.noLabel')}
        chosen={filter.label}
        find={findLabels}
        onChange={(label) => onChange({ label })}
      />
    </FilterRow>
  );
}
