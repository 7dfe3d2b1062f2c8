import { Checkbox, TextInput } from '@mantine/core';
import { Plus } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../i18n/format';
import { Button } from '../../ui/Button';

/** How many that are not chosen are shown before something is searched for. */
const few = 8;
const word = /^[A-Za-z0-9._:/-]{1,64}$/;

interface WordChecksProps {
  label: string;
  placeholder: string;
  /** The words in use, each with how many memberships hold it. */
  offered: readonly { word: string; members: number }[];
  /** What is saved: it stays where it stands while it is taken away. */
  saved: readonly string[];
  value: readonly string[];
  onChange: (words: string[]) => void;
}

/** Roles or permissions to tick, found by a part of their name; a new one is written into the same field. */
export function WordChecks({ label, placeholder, offered, saved, value, onChange }: WordChecksProps) {
  const { t } = useTranslation('accounts');
  const [text, setText] = useState('');
  const typed = text.trim();
  const counts = new Map(offered.map(({ word, members }) => [word, members]));
  const first = [...new Set([...saved, ...value])].sort();
  const rest = offered.map((each) => each.word).filter((each) => !first.includes(each));
  const matches = (each: string) => each.toLocaleLowerCase().includes(typed.toLocaleLowerCase());
  const left = rest.filter(matches);
  const shown = [...first.filter(matches), ...left.slice(0, few)];
  const isNew = word.test(typed) && !first.includes(typed) && !counts.has(typed);

  const toggle = (each: string) =>
    onChange(value.includes(each) ? value.filter((other) => other !== each) : [...value, each]);
  const add = () => {
    onChange([...value, typed]);
    setText('');
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const only =
      shown.find((each) => each === typed) ?? (shown.length === 1 && !isNew ? shown[0] : undefined);
    if (only) toggle(only);
    else if (isNew) add();
  };
  const about = (each: string) => {
    const members = counts.get(each) ?? 0;
    if (members === 0) return counts.has(each) ? t('words.ours') : t('words.new');
    return t('words.members', { count: members, total: formatNumber(members) });
  };
  return (
    <fieldset className="wordchecks">
      <legend>{label}</legend>
      <TextInput
        aria-label={placeholder}
        placeholder={placeholder}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={press}
        error={typed !== '' && shown.length === 0 && !isNew ? t('words.none') : null}
        autoComplete="off"
        spellCheck={false}
      />
      <ul>
        {shown.map((each) => (
          <li key={each}>
            <Checkbox
              label={
                <>
                  <span className="mono" translate="no">
                    {each}
                  </span>{' '}
                  <span className="t3 s12">{about(each)}</span>
                </>
              }
              checked={value.includes(each)}
              onChange={() => toggle(each)}
            />
          </li>
        ))}
      </ul>
      {isNew && (
        <Button small icon={Plus} onClick={add}>
          {t('words.add', { word: typed })}
        </Button>
      )}
      {left.length > few && <p className="t3 s12">{t('words.more', { count: left.length - few })}</p>}
    </fieldset>
  );
}
