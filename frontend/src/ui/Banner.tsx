import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import './controls.css';

interface BannerProps {
  tone: 'danger' | 'warn';
  icon: LucideIcon;
  title: string;
  text?: string;
  second?: ReactNode;
  children?: ReactNode;
}

/** A full-width line above the page: the cause first, the codes below it, what can be done at its end. */
export function Banner({ tone, icon: Icon, title, text, second, children }: BannerProps) {
  return (
    <div className={`banner ${tone}`} role="alert">
      <Icon className="i" aria-hidden="true" />
      <div className="grow">
        <b>{title}</b> {text}
        {second && <div className="second s12">{second}</div>}
      </div>
      {children && <div className="row">{children}</div>}
    </div>
  );
}

interface NoteProps {
  tone: 'warn' | 'danger' | 'ok' | 'info';
  icon: LucideIcon;
  children: ReactNode;
  role?: 'alert' | 'status';
}

/** The same inside a form or dialog. */
export function Note({ tone, icon: Icon, children, role }: NoteProps) {
  return (
    <div className={`note ${tone}`} role={role}>
      <Icon className="i" aria-hidden="true" />
      <div className="grow">{children}</div>
    </div>
  );
}
