import { Combobox, Menu, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ListFilter, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button';

interface FilterRowProps {
  search: ReactNode;
  /** How many filters are set; they fold behind one button in a narrow window. */
  count: number;
  onClear: () => void;
  end: ReactNode;
  children: ReactNode;
}

export function FilterRow({ search, count, onClear, end, children }: FilterRowProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is newer than the engines this runs in
    <div role="search" className={open ? 'filters open' : 'filters'}>
      {search}
      <button type="button" className="sel narrow-only" aria-expanded={open} onClick={() => setOpen(!open)}>
        <ListFilter className="i" aria-hidden="true" />
        {t('grid.filters')} {count > 0 && <b>{count}</b>}
      </button>
      <div className="folded">
        {children}
        {count > 0 && (
          <Button look="quiet" icon={X} onClick={onClear}>
            {t('action.clear')}
          </Button>
        )}
      </div>
      <span className="grow" />
      {end}
    </div>
  );
}

interface FilterMenuProps<Value extends string> {
  label: string;
  /** What is shown while nothing is chosen. */
  all: string;
  options: readonly { value: Value; label: string }[];
  chosen: readonly Value[];
  onChange: (chosen: Value[]) => void;
}

/** Several of a few. */
export function FilterMenu<Value extends string>(props: FilterMenuProps<Value>) {
  const { label, all, options, chosen, onChange } = props;
  const names = options.filter(({ value }) => chosen.includes(value)).map((option) => option.label);
  const toggle = (value: Value) =>
    onChange(chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]);
  return (
    <Menu position="bottom-start" width={200}>
      <Menu.Target>
        <button type="button" className="sel">
          <span className="k">{label}</span>
          <span className="cut">{names.length === 0 ? all : <b>{names.join(', ')}</b>}</span>
          <ChevronDown className="i i14" aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {options.map((option) => (
          <Menu.CheckboxItem
            key={option.value}
            checked={chosen.includes(option.value)}
            onChange={() => toggle(option.value)}
          >
            {option.label}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface FilterPickProps {
  label: string;
  any: string;
  searchLabel: string;
  none: string;
  chosen: string | undefined;
  /** The names that match a text, as the core has them. */
  find: (text: string, signal: AbortSignal) => Promise<string[]>;
  onChange: (chosen: string | undefined) => void;
}

/** One of many, found by typing. */
export function FilterPick({ label, any, searchLabel, none, chosen, find, onChange }: FilterPickProps) {
  const box = useCombobox({
    onDropdownClose: () => box.resetSelectedOption(),
    onDropdownOpen: () => box.focusSearchInput(),
  });
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text, 150);
  const { data } = useQuery({
    queryKey: ['filter', label, asked],
    queryFn: ({ signal }) => find(asked, signal),
    enabled: box.dropdownOpened,
    placeholderData: (before) => before,
  });
  const choose = (value: string) => {
    onChange(value === '' ? undefined : value);
    setText('');
    box.closeDropdown();
  };
  return (
    <Combobox store={box} onOptionSubmit={choose} width={260} position="bottom-start" keepMounted={false}>
      <Combobox.Target targetType="button">
        <button type="button" className="sel" onClick={() => box.toggleDropdown()}>
          <span className="k">{label}</span>
          <span className="cut">{chosen ? <b>{chosen}</b> : any}</span>
          <ChevronDown className="i i14" aria-hidden="true" />
        </button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          placeholder={searchLabel}
          aria-label={searchLabel}
        />
        <Combobox.Options mah={280} style={{ overflow: 'auto' }}>
          {chosen && <Combobox.Option value="">{any}</Combobox.Option>}
          {data?.map((name) => (
            <Combobox.Option key={name} value={name} active={name === chosen}>
              {name}
            </Combobox.Option>
          ))}
          {data?.length === 0 && <Combobox.Empty>{none}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
