import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import { FilterMenu, FilterPick, FilterRow } from '../../ui/Filters';
import { SearchField } from '../../ui/SearchField';
import { countFilters, type KeyFilter } from './filter';
import { keyStates } from './status';

async function findAccounts(text: string, signal: AbortSignal): Promise<string[]> {
  const query = { search: text, limit: 50 };
  const { items } = await take(api.GET('/api/v1/accounts', { params: { query }, signal }));
  return items.map(({ name }) => name);
}

interface KeyFiltersProps {
  filter: KeyFilter;
  onChange: (words: Partial<Record<'q' | 'status' | 'account', string | undefined>>) => void;
  end: ReactNode;
}

export function KeyFilters({ filter, onChange, end }: KeyFiltersProps) {
  const { t } = useTranslation('keys');
  return (
    <FilterRow
      search={<SearchField value={filter.search} onSearch={(q) => onChange({ q })} label={t('search')} />}
      count={countFilters(filter)}
      onClear={() => onChange({ status: undefined, account: undefined })}
      end={end}
    >
      <FilterMenu
        label={t('filter.status')}
        all={t('filter.all')}
        options={keyStates.map((value) => ({ value, label: t(`state.${value}`) }))}
        chosen={filter.states}
        onChange={(states) => onChange({ status: states.join(',') })}
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
    </FilterRow>
  );
}
