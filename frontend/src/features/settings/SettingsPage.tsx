import { Link, Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PageHead } from '../../ui/PageHead';
import './settings.css';

const sections = [
  { to: '/settings/listener', label: 'section.listener' },
  { to: '/settings/tokens', label: 'section.tokens' },
  { to: '/settings/signing-keys', label: 'section.signing' },
  { to: '/settings/security', label: 'section.security' },
  { to: '/settings/backup', label: 'section.backup' },
  { to: '/settings/store', label: 'section.store' },
  { to: '/settings/appearance', label: 'section.appearance' },
  { to: '/settings/about', label: 'section.about' },
] as const;

/** The sections beside each other, each with an address of its own. */
export function SettingsPage() {
  const { t } = useTranslation('settings');
  return (
    <>
      <PageHead title={t('title')} />
      <div className="setcols">
        <nav className="subnav" aria-label={t('nav')}>
          {sections.map(({ to, label }) => (
            <Link key={to} to={to}>
              {t(label)}
            </Link>
          ))}
        </nav>
        <div className="setpane">
          <Outlet />
        </div>
      </div>
    </>
  );
}
