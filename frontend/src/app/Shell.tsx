import { Link, Outlet } from '@tanstack/react-router';
import { Building2, CircleHelp, KeyRound, ScrollText, Settings2, Ticket, Users } from 'lucide-react';
import { Fragment, lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Brand } from '../ui/Brand';
import { IconButton } from '../ui/Button';
import { useShortcut } from '../ui/shortcuts';
import { ThemeButton } from '../ui/ThemeButton';
import { CoreBanner } from './CoreBanner';
import { ListenerFoot } from './ListenerFoot';
import { UserMenu } from './UserMenu';
import './shell.css';

const groups = [
  {
    label: 'nav.access',
    pages: [
      { to: '/keys', icon: KeyRound, label: 'nav.keys' },
      { to: '/auth-headers', icon: Ticket, label: 'nav.authheaders' },
      { to: '/users', icon: Users, label: 'nav.users' },
      { to: '/accounts', icon: Building2, label: 'nav.accounts' },
    ],
  },
  { label: 'nav.observe', pages: [{ to: '/audit', icon: ScrollText, label: 'nav.audit' }] },
  { label: 'nav.develop', pages: [{ to: '/settings', icon: Settings2, label: 'nav.settings' }] },
] as const;

// Dialogs are no part of a first visit.
const ShortcutSheet = lazy(() => import('./ShortcutSheet'));

export function Shell() {
  const { t } = useTranslation();
  const [sheet, setSheet] = useState(false);
  useShortcut({ id: 'help', label: t('shortcuts.help'), keys: '?', run: () => setSheet(true) });
  return (
    <div className="shell">
      <header className="topbar">
        <Brand />
        <div className="topright">
          <ThemeButton />
          <IconButton icon={CircleHelp} label={t('topbar.help')} onClick={() => setSheet(true)} />
          <UserMenu />
        </div>
      </header>
      <div className="side">
        <nav className="nav" aria-label={t('nav.main')}>
          {groups.map((group) => (
            <Fragment key={group.label}>
              <div className="group">
                <span>{t(group.label)}</span>
              </div>
              {group.pages.map(({ to, icon: Icon, label }) => (
                <Link key={to} to={to} title={t(label)}>
                  <Icon className="i" aria-hidden="true" />
                  <span>{t(label)}</span>
                </Link>
              ))}
            </Fragment>
          ))}
        </nav>
        <ListenerFoot />
      </div>
      <main className="main">
        <CoreBanner />
        <Outlet />
      </main>
      {sheet && (
        <Suspense>
          <ShortcutSheet onClose={() => setSheet(false)} />
        </Suspense>
      )}
    </div>
  );
}
