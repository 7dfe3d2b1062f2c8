import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import { type AccountChoice, type UserChoice, userName } from './choice';
import { NewNameField } from './NewNameField';
import './people.css';

interface AccountFieldProps {
  user: UserChoice;
  value: AccountChoice;
  onChange: (value: AccountChoice) => void;
  error: ReactNode;
}

/** One of the user's accounts; for a user who is in none, any account or one to be made. */
export function AccountField({ user, value, onChange, error }: AccountFieldProps) {
  const { t } = useTranslation('people');
  const memberships = user.kind === 'known' ? user.user.memberships : [];
  const free = memberships.length === 0;
  const [search, setSearch] = useState('');
  const { data } = useQuery({
    queryKey: ['accounts', 'pick', free ? search : ''],
    queryFn: ({ signal }) =>
      take(
        api.GET('/api/v1/accounts', {
          params: { query: { search: search === chosenName ? '' : search.trim(), limit: 50 } },
          signal,
        }),
      ),
    enabled: free,
    placeholderData: (before) => before,
  });
  const chosenName = value.kind === 'known' ? value.name : '';
  const accounts = free ? (data?.items ?? []) : memberships.map(({ account }) => account);
  const names = new Map(accounts.map(({ id, name }) => [id, name]));
  if (value.kind === 'known') names.set(value.id, value.name);
  const primary = memberships.find((membership) => membership.primary)?.account.id;

  if (value.kind === 'new') {
    return (
      <NewNameField
        label={t('accountName')}
        placeholder={t('accountNamePlaceholder')}
        value={value.name}
        onChange={(name) => onChange({ kind: 'new', name })}
        error={error}
        back={{ label: t('existingAccount'), run: () => onChange({ kind: 'none' }) }}
      />
    );
  }
  return (
    <div className="pickfield">
      <Select
        label={t('account')}
        placeholder={t('accountPlaceholder')}
        description={free && userName(user) ? t('joinHint', { user: userName(user) }) : null}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        searchable={free}
        selectFirstOptionOnChange={free}
        onSearchChange={setSearch}
        data={[...names].map(([id, name]) => ({ value: id, label: name }))}
        value={value.kind === 'known' ? value.id : null}
        onChange={(id) => onChange(id ? { kind: 'known', id, name: names.get(id) ?? '' } : { kind: 'none' })}
        allowDeselect={false}
        nothingFoundMessage={t('noAccount')}
        renderOption={({ option }) => (
          <span className="row cut">
            <span className="cut">{option.label}</span>
            {option.value === primary && <span className="t3">{t('primary')}</span>}
          </span>
        )}
        maxDropdownHeight={240}
        error={error}
      />
      {free && (
        <button type="button" className="other" onClick={() => onChange({ kind: 'new', name: '' })}>
          {t('newAccount')}
        </button>
      )}
    </div>
  );
}
