import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import './page.css';

interface BottomBarProps {
  label: string;
  icon?: LucideIcon;
  /** What it is about, in words: "3 selected". */
  lead: ReactNode;
  /** What comes of it, or holds for it, behind. */
  aside?: ReactNode;
  children: ReactNode;
}

/** A bar on the bottom edge in place of the strip below a list: what is chosen, or not saved yet, and what can be done. */
export function BottomBar({ label, icon: Icon, lead, aside, children }: BottomBarProps) {
  return (
    <section className="bottombar" aria-label={label}>
      {Icon && <Icon className="i wide-only" aria-hidden="true" />}
      <p className="grow" role="status">
        <b className="num">{lead}</b> {aside && <span className="t2">{aside}</span>}
      </p>
      <div className="row acts">{children}</div>
    </section>
  );
}
