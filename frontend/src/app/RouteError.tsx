import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { MapPinOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/error';
import { loadTexts } from '../i18n';
import { host } from '../platform';
import { Brand } from '../ui/Brand';
import { EmptyState } from '../ui/EmptyState';
import { ErrorState } from '../ui/ErrorState';
import { later } from '../ui/later';
import './shell.css';

const CoreAway = later(async () => {
  const [module] = await Promise.all([import('../features/window/CoreAway'), loadTexts('window', 'entry')]);
  return module.CoreAway;
});

export function RouteError({ error }: ErrorComponentProps) {
  const router = useRouter();
  if (error instanceof ApiError && error.lost && host.can('restartCore')) {
    return <CoreAway error={error} onBack={() => void router.invalidate()} />;
  }
  return (
    <main className="alone">
      <ErrorState page error={error} onRetry={() => router.invalidate()} />
    </main>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <main className="alone">
      <Brand />
      <EmptyState
        page
        icon={MapPinOff}
        title={t('error.notFound')}
        text={t('error.notFoundHint')}
        actions={
          <Link to="/keys" className="btn primary">
            {t('error.toKeys')}
          </Link>
        }
      />
    </main>
  );
}
