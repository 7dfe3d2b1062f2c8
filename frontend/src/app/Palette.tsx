import { Modal } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import {
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useMayChange } from '../api/operator';
import { apple } from '../ui/chord';
import { useOffered } from '../ui/commands';
import { Keys } from '../ui/Keys';
import { useCopy } from '../ui/useCopy';
import { useCore } from './core';
import { pieces } from './match';
import { useFound } from './paletteFind';
import {
  commandGroup,
  type Item,
  type ItemGroup,
  keyGroup,
  likelyGroups,
  newGroup,
  newKey,
  objectGroups,
  userGroup,
} from './paletteItems';
import { noteCommand, recentCommands } from './recent';
import './palette.css';

/** Everything that can be done or gone to, by what is typed. */
export function Palette({ typedBefore, onClose }: { typedBefore: RefObject<string>; onClose: () => void }) {
  const { t } = useTranslation();
  const { lostAt } = useCore();
  const { copy } = useCopy();
  const [typed, setTyped] = useState(() => typedBefore.current);
  const [chosen, setChosen] = useState<string | null>(null);
  const entered = useRef(false);
  const list = useRef<HTMLDivElement>(null);
  // What was typed while this was drawn for the first time, before it stood there.
  useLayoutEffect(() => setTyped(typedBefore.current), [typedBefore]);

  const found = useFound(typed, lostAt !== null);
  const groups = useGroups(typed, found);
  const items = groups.flatMap((group) => group.items);
  // What arrives later stands below the commands, so that the line under the finger never changes.
  const active = items.find(({ id }) => id === chosen) ?? items[0];

  const run = (item: Item) => {
    if (item.command) noteCommand(item.command);
    // Gone first: what runs may open a layer of its own or take the focus.
    flushSync(onClose);
    item.run();
  };
  // Enter that came before the answer did is meant for the first of it.
  useEffect(() => {
    if (!entered.current || found.searching) return;
    entered.current = false;
    if (active) run(active);
  });
  useEffect(() => {
    if (active) document.getElementById(optionId(active))?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const type = (text: string) => {
    entered.current = false;
    setTyped(text);
    setChosen(null);
    list.current?.scrollTo({ top: 0 });
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const at = active ? items.indexOf(active) : -1;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const mod = apple ? event.metaKey : event.ctrlKey;
    const { selectionStart, selectionEnd } = event.currentTarget;
    if (step !== undefined && items.length > 0) {
      setChosen(items[(at + step + items.length) % items.length]?.id ?? null);
    } else if (event.key === 'Enter') {
      if (active) run(active);
      else entered.current = true;
    } else if (mod && event.key === 'c' && selectionStart === selectionEnd && active?.copy) {
      void copy(active.copy.text, active.copy.what);
    } else if (mod && event.key === 'k') onClose();
    else return;
    event.preventDefault();
  };

  return (
    <Modal.Root opened onClose={onClose} transitionProps={{ duration: 0 }} size="auto" returnFocus={false}>
      <Modal.Overlay />
      <Modal.Content className="palette" aria-label={t('palette.title')}>
        <div className="palettefield">
          <Search className="i" aria-hidden="true" />
          <input
            // biome-ignore lint/a11y/noAutofocus: the palette is opened to type into it
            autoFocus
            data-autofocus
            role="combobox"
            aria-label={t('palette.field')}
            aria-expanded="true"
            aria-controls="palette-list"
            aria-autocomplete="list"
            aria-activedescendant={active ? optionId(active) : undefined}
            placeholder={t('palette.field')}
            value={typed}
            onChange={(event) => type(event.currentTarget.value)}
            onKeyDown={press}
            autoComplete="off"
            spellCheck={false}
          />
          <Keys keys="Esc" />
        </div>
        <div
          ref={list}
          id="palette-list"
          className="palettelist"
          role="listbox"
          aria-label={t('palette.results')}
          aria-busy={found.searching}
        >
          {groups.map((group) => (
            <Group
              key={group.id}
              group={group}
              typed={typed}
              active={active}
              onRun={run}
              onPoint={setChosen}
            />
          ))}
        </div>
        {items.every(({ id }) => id === newKey) && (
          <p className="palettenone t2">{t(found.searching ? 'palette.searching' : 'palette.none')}</p>
        )}
        <Foot count={items.length} copies={active?.copy !== undefined} />
      </Modal.Content>
    </Modal.Root>
  );
}

function useGroups(typed: string, found: ReturnType<typeof useFound>): ItemGroup[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const commands = useOffered();
  const mayChange = useMayChange();
  const [recent] = useState(recentCommands);
  return useMemo(() => {
    const listed = commands.filter(({ unlisted }) => !unlisted);
    if (typed.trim() === '') return likelyGroups(listed, recent, t);
    const open = {
      key: (id: string) => void navigate({ to: '/keys/$id', params: { id } }),
      user: (id: string) => void navigate({ to: '/users/$id', params: { id } }),
      account: (id: string) => void navigate({ to: '/accounts/$id', params: { id } }),
      ...(mayChange && {
        rotate: (id: string) =>
          void navigate({ to: '/keys/$id', params: { id }, search: { task: 'rotate' } }),
        create: (begun: { name?: string; for?: string }) =>
          void navigate({ to: '/keys', search: { task: 'create', ...begun } }),
      }),
      watch: (accessKey: string) =>
        void navigate({ to: '/inspector', search: { filter: `key:${accessKey}` } }),
    };
    const all = [
      commandGroup(listed, typed, t),
      ...objectGroups(found, typed, open, t),
      keyGroup(found, typed, open, t),
      userGroup(found, typed, open, t),
      newGroup(found, typed, open, t),
    ];
    return all.filter(({ items }) => items.length > 0);
  }, [commands, recent, typed, found, mayChange, navigate, t]);
}

interface GroupProps {
  group: ItemGroup;
  typed: string;
  active: Item | undefined;
  onRun: (item: Item) => void;
  onPoint: (id: string) => void;
}

function Group({ group, typed, active, onRun, onPoint }: GroupProps) {
  const title = `palette-group-${group.id}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a list of options
    <div role="group" aria-labelledby={title}>
      <div id={title} className="palettegroup">
        {group.label}
      </div>
      {group.items.map((item) => {
        const { id, icon: Icon, label, detail, mono, keys } = item;
        const on = item.id === active?.id;
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys of the list
          <div
            key={id}
            id={optionId(item)}
            role="option"
            tabIndex={-1}
            aria-selected={on}
            className={on ? 'paletteitem on' : 'paletteitem'}
            onClick={() => onRun(item)}
            onMouseMove={() => !on && onPoint(id)}
          >
            <Icon className="i" aria-hidden="true" />
            <span className="cut name">
              {pieces(label, typed).map(({ text, hit }, at) =>
                // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name
                hit ? <b key={at}>{text}</b> : <span key={at}>{text}</span>,
              )}
            </span>
            {detail && <span className={`t3 cut ${mono ? 'mono' : 's12'}`}>{detail}</span>}
            <span className="grow" />
            {keys ? <Keys keys={keys} /> : on && <Keys keys="Enter" />}
          </div>
        );
      })}
    </div>
  );
}

function Foot({ count, copies }: { count: number; copies: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="palettefoot t3 s12">
      <span aria-hidden="true">
        <Keys keys="Up Down" /> {t('palette.move')}
      </span>
      <span aria-hidden="true">
        <Keys keys="Enter" /> {t('palette.open')}
      </span>
      {copies && (
        <span>
          <Keys keys="mod C" /> {t('palette.copy')}
        </span>
      )}
      <span className="grow" />
      <span role="status" className="num">
        {t('palette.count', { count })}
      </span>
    </div>
  );
}

const optionId = ({ id }: Item) => `palette-${id}`;
