import { Link } from '@tanstack/react-router';
import { List } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface PartBarProps {
  title: string;
  /** The list of all, where the same are found. */
  to: '/keys' | '/auth-headers';
  whose: { user: string };
  children?: ReactNode;
}

/** The head of a list that is a part of a user's page. */
export function PartBar({ title, to, whose, children }: PartBarProps) {
  const { t } = useTranslation('users');
  return (
    <div className="row partbar">
      <h2 className="grow">{title}</h2>
      <Link to={to} search={whose} className="btn small quiet">
        <List className="i i14" aria-hidden="true" />
        {t('page.inList')}
      </Link>
      {children}
    </div>
  );
}
