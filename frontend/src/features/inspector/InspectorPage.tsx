import { Menu } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Activity, ArrowUp, ChevronDown, Eraser, Pause, Play, SearchX } from 'lucide-react';
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError } from '../../api/error';
import { formatNumber } from '../../i18n/format';
import { Button } from '../../ui/Button';
import { useCommand, useCommands } from '../../ui/commands';
import { EmptyState } from '../../ui/EmptyState';
import { errorSentence } from '../../ui/errorText';
import { SearchField } from '../../ui/SearchField';
import { CaptureSwitch } from './CaptureSwitch';
import { loadFeed } from './calls';
import { FeedList } from './FeedList';
import { FeedPane } from './FeedPane';
import { completeFilter, Feed, placeOf } from './feed';
import { setLive } from './live';
import '../../ui/page.css';
import './inspector.css';

const keeps = [1_000, 5_000, 20_000] as const;

/** Every request to the listener as it is answered, and why it went as it did. */
export function InspectorPage() {
  const { t } = useTranslation('inspector');
  const navigate = useNavigate();
  const { filter = '' } = useSearch({ from: '/shell/inspector' });
  const [feed] = useState(() => new Feed(loadFeed));
  const state = useSyncExternalStore(feed.subscribe, feed.state);
  const [selected, setSelected] = useState<number | null>(null);
  const [scrolled, setScrolled] = useState(false);
  const [keep, setKeep] = useState<number>(5_000);
  /** The newest that is shown while the list is held. */
  const [heldAt, setHeldAt] = useState<number | null>(null);
  const box = useRef<HTMLDivElement>(null);

  const wanted = completeFilter(filter);
  useEffect(() => {
    feed.follow(wanted);
    setSelected(null);
    setHeldAt(null);
    return () => feed.stop();
  }, [feed, wanted]);
  useEffect(() => {
    setLive(state.live);
    return () => setLive(false);
  }, [state.live]);

  const { items } = state;
  const held = selected !== null || scrolled;
  const newest = items.at(-1)?.id ?? 0;
  // While somebody reads, nothing moves under their eyes.
  if (held && heldAt === null && newest > 0) setHeldAt(newest);
  if (!held && heldAt !== null) setHeldAt(null);
  const top = heldAt === null ? items.length - 1 : placeOf(items, heldAt);
  const fresh = items.length - 1 - top;

  const toNewest = () => {
    setSelected(null);
    setScrolled(false);
    if (box.current) box.current.scrollTop = 0;
  };
  const clear = () => {
    setSelected(null);
    setHeldAt(null);
    feed.clear();
  };
  const openPane = useCallback(() => {
    document.getElementById('request-panel')?.focus();
  }, []);
  const pause = useCommand({
    id: 'inspector.pause',
    label: state.paused ? t('resume') : t('pause'),
    icon: state.paused ? Play : Pause,
    keys: 'Space',
    run: () => feed.pause(!state.paused),
  });
  useCommands([
    {
      id: 'inspector.newest',
      label: t('newest'),
      icon: ArrowUp,
      keys: 'Home',
      when: held,
      run: toNewest,
    },
    {
      id: 'inspector.deselect',
      label: t('pane.close'),
      keys: 'Esc',
      rank: -1,
      unlisted: true,
      when: selected !== null,
      run: () => {
        setSelected(null);
        box.current?.focus();
      },
    },
    { id: 'inspector.clear', label: t('clear'), icon: Eraser, run: clear },
  ]);
  const earlier = useCallback(() => void feed.earlier(), [feed]);
  const setFilter = (text: string) =>
    navigate({ to: '.', search: text === '' ? {} : { filter: text }, replace: true });
  const chosen = selected === null ? undefined : items[placeOf(items, selected)];
  const wrong = state.error && asApiError(state.error).status === 400 ? asApiError(state.error) : null;

  return (
    <>
      <div className="pagehead">
        <h1>{t('title')}</h1>
        <span className="livepill">
          <span className={state.live ? 'dot' : 'dot unknown'} aria-hidden="true" />
          <b role="status">{state.live ? t('live') : t(state.paused ? 'paused' : 'notLive')}</b>
          {held && <span className="t2 cut">{t(selected === null ? 'heldScrolled' : 'heldSelected')}</span>}
        </span>
        {held && fresh > 0 && (
          <Button small look="soft" icon={ArrowUp} keys="Home" onClick={toNewest}>
            {t('fresh', { count: fresh, text: formatNumber(fresh) })}
          </Button>
        )}
        <div className="acts">
          <Button icon={state.paused ? Play : Pause} {...pause}>
            {state.paused ? t('resume') : t('pause')}
          </Button>
          <Button onClick={clear}>{t('clear')}</Button>
        </div>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: <search> is newer than the engines this runs in */}
      <div className="filters insp" role="search">
        <SearchField value={filter} onSearch={setFilter} label={t('filter')} />
        <Menu position="bottom-start" width={160}>
          <Menu.Target>
            <button type="button" className="sel" aria-label={`${t('keep.label')} ${formatNumber(keep)}`}>
              <span className="k">{t('keep.label')}</span>
              <b className="num">{formatNumber(keep)}</b>
              <ChevronDown className="i i14" aria-hidden="true" />
            </button>
          </Menu.Target>
          <Menu.Dropdown aria-label={t('keep.choices')}>
            {keeps.map((each) => (
              <Menu.RadioItem
                key={each}
                value={String(each)}
                checked={keep === each}
                onChange={() => {
                  setKeep(each);
                  feed.keep(each);
                }}
              >
                {formatNumber(each)}
              </Menu.RadioItem>
            ))}
          </Menu.Dropdown>
        </Menu>
        <span className="grow" />
        <CaptureSwitch capture={state.capture} onChange={(capture) => feed.captured(capture)} />
      </div>
      {wrong && (
        <p className="feednote hint error" role="alert">
          {errorSentence(wrong)}
        </p>
      )}
      <div className={selected === null ? 'inspector' : 'inspector withpane'}>
        {items.length === 0 && !state.loading ? (
          filter === '' ? (
            <EmptyState icon={Activity} title={t('none.title')} text={t('none.text')} />
          ) : (
            <EmptyState
              icon={SearchX}
              title={t('none.filtered')}
              {...(!wrong && { text: t('none.filteredText') })}
              actions={<Button onClick={() => setFilter('')}>{t('none.clearFilter')}</Button>}
            />
          )
        ) : (
          <FeedList
            items={items}
            top={top}
            selected={selected}
            onSelect={setSelected}
            onOpen={openPane}
            onScroll={setScrolled}
            onEnd={earlier}
            box={box}
          />
        )}
        {selected !== null && <FeedPane id={selected} item={chosen} onClose={() => setSelected(null)} />}
      </div>
      {items.length > 0 && (
        <div className="foot">
          <span className="num">
            {t('foot', { shown: formatNumber(top + 1), size: formatNumber(state.size) })}
          </span>
          <span className="grow" />
          {state.dropped > 0 && (
            <span className="num" role="status">
              {t('dropped', { count: state.dropped, text: formatNumber(state.dropped) })}
            </span>
          )}
        </div>
      )}
    </>
  );
}
