import type { LucideIcon } from 'lucide-react';
import './controls.css';

/** `plain` is what needs nobody: no fill. A fill says that somebody may have to act, or that it has ended. */
export type ChipTone = 'plain' | 'warn' | 'neutral' | 'danger' | 'ok';

interface ChipProps {
  tone: ChipTone;
  icon: LucideIcon;
  children: string;
  title?: string;
}

/** A status: always an icon and a word. */
export function Chip({ tone, icon: Icon, children, title }: ChipProps) {
  return (
    <span className={`chip ${tone}`} title={title}>
      <Icon className="i i12" aria-hidden="true" />
      {children}
    </span>
  );
}
