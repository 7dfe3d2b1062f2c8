import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import './controls.css';

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  text?: string;
  actions?: ReactNode;
  below?: ReactNode;
}

export function EmptyState({ icon: Icon, title, text, actions, below }: EmptyStateProps) {
  return (
    <div className="empty">
      <div>
        <Icon className="i big" aria-hidden="true" />
        <h2>{title}</h2>
        {text && <p>{text}</p>}
        {actions && <div className="acts">{actions}</div>}
        {below && <div className="below">{below}</div>}
      </div>
    </div>
  );
}
