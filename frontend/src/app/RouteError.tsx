import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { MapPinOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Brand } from '../ui/Brand';
import { EmptyState } from '../ui/EmptyState';
import { ErrorState } from '../ui/ErrorState';
import './shell.css';

export function RouteError({ error }: ErrorComponentProps) {
  const router = useRouter();
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
