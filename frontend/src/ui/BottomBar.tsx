import type { ReactNode } from 'react';
import './page.css';

interface BottomBarProps {
  label: string;
  /** What it is about, in words: "3 selected". */
  lead: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}

/** A bar on the bottom edge in place of the strip below a list: what is chosen, or not saved yet, and what can be done. */
export function BottomBar({ label, lead, aside, children }: BottomBarProps) {
  return (
    <section className="bottombar" aria-label={label}>
      <b className="num nowrap" role="status">
        {lead}
      </b>
      {aside && <span className="t3 s12 cut wide-only">{aside}</span>}
      <span className="grow" />
      <div className="row acts">{children}</div>
    </section>
  );
}
