import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import './controls.css';

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  text?: string;
  actions?: ReactNode;
  below?: ReactNode;
  /** It is the page, not a part of one. */
  page?: boolean;
}

export function EmptyState({ icon: Icon, title, text, actions, below, page }: EmptyStateProps) {
  return (
    <div className="empty">
      <div>
        <Icon className="i big" aria-hidden="true" />
        {page ? <h1>{title}</h1> : <h2>{title}</h2>}
        {text && <p>{text}</p>}
        {actions && <div className="acts">{actions}</div>}
        {below && <div className="below">{below}</div>}
      </div>
    </div>
  );
}
