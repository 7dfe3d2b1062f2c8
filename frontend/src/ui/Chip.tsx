import type { LucideIcon } from 'lucide-react';
import type { ReactElement } from 'react';
import './controls.css';

/** `plain` is what needs nobody: no fill. A fill says that somebody may have to act, or that it has ended. */
export type ChipTone = 'plain' | 'warn' | 'neutral' | 'danger' | 'ok';

interface ChipProps {
  tone: ChipTone;
  icon: LucideIcon;
  children: string;
  title?: string;
}

// One element an icon: in a list, rows that change their state seldom draw it again.
const icons = new WeakMap<LucideIcon, ReactElement>();

function drawn(Icon: LucideIcon): ReactElement {
  const known = icons.get(Icon);
  if (known) return known;
  const element = <Icon className="i i12" aria-hidden="true" />;
  icons.set(Icon, element);
  return element;
}

/** A status: always an icon and a word. */
export function Chip({ tone, icon, children, title }: ChipProps) {
  return (
    <span className={`chip ${tone}`} title={title}>
      {drawn(icon)}
      {children}
    </span>
  );
}
