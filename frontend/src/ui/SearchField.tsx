import { TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommands } from './commands';
import { listStop } from './gridFocus';
import { Keys } from './Keys';

// Longer than between two strokes of a fast typist, and short enough for results within 150 ms of the last one.
const pause = 80;

interface SearchFieldProps {
  value: string;
  onSearch: (text: string) => void;
  label: string;
}

/**
 * The text being typed is this field's own and goes out when the typing pauses. What comes back from outside
 * replaces it only where it is not the echo of what was sent, so that no keystroke is ever lost.
 */
export function SearchField({ value, onSearch, label }: SearchFieldProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(value);
  const sent = useRef(value);
  /** What was sent and has not come back, oldest first: several are under way where answers are slower than strokes. */
  const awaited = useRef<string[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const echo = awaited.current.indexOf(value);
    if (echo >= 0) {
      awaited.current.splice(0, echo + 1);
      return;
    }
    if (value === sent.current) return;
    awaited.current = [];
    sent.current = value;
    clearTimeout(timer.current);
    setDraft(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const send = (text: string) => {
    clearTimeout(timer.current);
    const trimmed = text.trim();
    if (trimmed === sent.current) return;
    sent.current = trimmed;
    awaited.current.push(trimmed);
    onSearch(trimmed);
  };
  const type = (text: string) => {
    setDraft(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => send(text), pause);
  };
  const clear = () => {
    setDraft('');
    send('');
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter') send(draft);
    // From what was typed to what was found.
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      listStop()?.focus();
    }
    if (event.key === 'Escape' && draft) {
      clear();
      event.stopPropagation();
    }
  };
  useCommands([
    {
      id: 'search',
      label: t('command.search'),
      icon: Search,
      keys: '/',
      run: () => field.current?.focus(),
    },
    {
      id: 'search.clear',
      label: t('command.clearSearch'),
      keys: 'Esc',
      unlisted: true,
      when: draft !== '',
      run: clear,
    },
  ]);
  return (
    <TextInput
      ref={field}
      className="search"
      type="search"
      value={draft}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={press}
      aria-label={label}
      placeholder={label}
      leftSection={<Search className="i" aria-hidden="true" />}
      rightSection={draft ? null : <Keys keys="/" />}
      rightSectionPointerEvents="none"
      autoComplete="off"
      spellCheck={false}
    />
  );
}
