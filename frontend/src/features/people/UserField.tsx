import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import type { User } from '../../api/types';
import type { UserChoice } from './choice';
import { NewNameField } from './NewNameField';
import './people.css';

interface UserFieldProps {
  value: UserChoice;
  onChange: (value: UserChoice) => void;
  error: ReactNode;
  hint: string;
  /** Offers to make one with the form. */
  mayBeNew: boolean;
}

function useUsers(search: string) {
  return useQuery({
    queryKey: ['users', 'pick', search],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/users', { params: { query: { search, limit: 50 } }, signal })),
    placeholderData: (before) => before,
  });
}

/** A user found by typing, or the name of one to be made. */
export function UserField({ value, onChange, error, hint, mayBeNew }: UserFieldProps) {
  const { t } = useTranslation('people');
  const [search, setSearch] = useState('');
  const chosen = value.kind === 'known' ? value.user : null;
  // The field writes the name of the choice into its own search, which is no search.
  const [asked] = useDebouncedValue(search === chosen?.username ? '' : search.trim(), 150);
  const { data, isPlaceholderData } = useUsers(asked);

  const found = data?.items ?? [];
  const listed = chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found;
  // Enter takes the first that is listed. Until the core has answered to all that was typed, only those are whose name it
  // is a part of: never one that was found by less.
  const typed = search.trim().toLocaleLowerCase();
  const answered = !isPlaceholderData && (asked === search.trim() || search === chosen?.username);
  const byId = new Map(listed.map((user) => [user.id, user]));

  const about = (user: User) => {
    const name = [user.firstName, user.lastName].filter(Boolean).join(' ');
    const keys = t('keys', { count: user.keys.total });
    return name ? t('about', { name, keys }) : keys;
  };

  if (value.kind === 'new') {
    return (
      <NewNameField
        label={t('newUser')}
        placeholder={t('usernamePlaceholder')}
        description={t('newUserHint')}
        value={value.username}
        onChange={(username) => onChange({ kind: 'new', username })}
        error={error}
        back={{ label: t('existingUser'), run: () => onChange({ kind: 'none' }) }}
      />
    );
  }
  return (
    <div className="pickfield">
      <Select
        label={t('user')}
        placeholder={t('userPlaceholder')}
        description={chosen ? t('chosen', { about: about(chosen), hint }) : hint}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        searchable
        searchValue={search}
        onSearchChange={setSearch}
        filter={({ options }) => options}
        selectFirstOptionOnChange
        data={listed
          .filter(({ username }) => answered || username.toLocaleLowerCase().includes(typed))
          .map(({ id, username }) => ({ value: id, label: username }))}
        value={chosen?.id ?? null}
        onChange={(id) => {
          const user = id ? byId.get(id) : undefined;
          onChange(user ? { kind: 'known', user } : { kind: 'none' });
        }}
        allowDeselect={false}
        nothingFoundMessage={data && answered ? t('noUser') : null}
        renderOption={({ option }) => {
          const user = byId.get(option.value);
          return (
            <span className="row cut">
              <span translate="no">{option.label}</span>
              {user && <span className="t3 cut">{user.disabled ? t('disabled') : about(user)}</span>}
            </span>
          );
        }}
        maxDropdownHeight={280}
        error={error}
      />
      {mayBeNew && (
        <button
          type="button"
          className="other"
          onClick={() => onChange({ kind: 'new', username: found.length === 0 ? search.trim() : '' })}
        >
          {t('newUser')}
        </button>
      )}
    </div>
  );
}
