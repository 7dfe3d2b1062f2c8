import { Link, Outlet, useRouter } from '@tanstack/react-router';
import { CircleHelp, Search } from 'lucide-react';
import { Fragment, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive } from '../features/inspector/live';
import { ServerMenu } from '../features/window/ServerMenu';
import { host } from '../platform';
import { Brand } from '../ui/Brand';
import { IconButton } from '../ui/Button';
import { useCommands } from '../ui/commands';
import { Keys } from '../ui/Keys';
import { later } from '../ui/later';
import { ThemeButton } from '../ui/ThemeButton';
import { CoreBanner } from './CoreBanner';
import { ListenerFoot } from './ListenerFoot';
import { bringPalette, PaletteLayer } from './PaletteLayer';
import { pageGroups } from './pages';
import { UserMenu } from './UserMenu';
import { useShellCommands } from './useShellCommands';
import './shell.css';

// Dialogs are no part of a first visit.
const ShortcutSheet = later(async () => (await import('./ShortcutSheet')).default);

/** What a path shows as far as scrolling goes: a drawer over a list is no other page. */
const pageOf = (path: string) => /^\/(keys|auth-headers)(?=\/|$)/.exec(path)?.[0] ?? path;

export function Shell() {
  const { t } = useTranslation();
  const [sheet, setSheet] = useState(false);
  const [palette, setPalette] = useState(false);
  const live = useLive();
  const main = useRef<HTMLElement>(null);
  const router = useRouter();
  // Each page begins at its top, where the page as a whole is what scrolls.
  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, toLocation }) => {
        const moved = pageOf(fromLocation?.pathname ?? '') !== pageOf(toLocation.pathname);
        if (moved && main.current) main.current.scrollTop = 0;
      }),
    [router],
  );
  useShellCommands();
  useEffect(() => {
    // What could not be brought now is asked for again when somebody wants it.
    bringPalette().catch(() => {});
  }, []);
  useCommands([
    {
      id: 'palette',
      label: t('palette.title'),
      keys: 'mod K',
      group: 'look',
      unlisted: true,
      run: () => setPalette(true),
    },
    {
      id: 'help',
      label: t('topbar.help'),
      icon: CircleHelp,
      keys: '?',
      group: 'look',
      run: () => setSheet(true),
    },
  ]);
  return (
    <div className="shell">
      <header className="topbar">
        <Brand />
        <button type="button" className="cmd" aria-haspopup="dialog" onClick={() => setPalette(true)}>
          <Search className="i" aria-hidden="true" />
          <span className="cut">{t('palette.field')}</span>
          <Keys keys="mod K" />
        </button>
        <div className="topright">
          <ThemeButton />
          <IconButton icon={CircleHelp} label={t('topbar.help')} onClick={() => setSheet(true)} />
          {/* Its texts are no browser's: asking for them there would hold the whole page up. */}
          {host.window && <ServerMenu />}
          <UserMenu />
        </div>
      </header>
      <div className="side">
        <nav className="nav" aria-label={t('nav.main')}>
          {pageGroups.map((group) => (
            <Fragment key={group.label}>
              {group.label && (
                <div className="group">
                  <span>{t(group.label)}</span>
                </div>
              )}
              {group.pages.map(({ to, icon: Icon, label }) => (
                <Link key={to} to={to} title={t(label)}>
                  <Icon className="i" aria-hidden="true" />
                  <span>{t(label)}</span>
                  {live && to === '/inspector' && (
                    <span className="dot live" role="img" aria-label={t('nav.inspectorLive')} />
                  )}
                </Link>
              ))}
            </Fragment>
          ))}
        </nav>
        <ListenerFoot />
      </div>
      <main ref={main} className="main">
        <CoreBanner />
        <Outlet />
      </main>
      {palette && <PaletteLayer onClose={() => setPalette(false)} />}
      {sheet && <ShortcutSheet onClose={() => setSheet(false)} />}
    </div>
  );
}
