import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import './object.css';

interface ObjectHeadProps {
  /** The list it is in. */
  crumb: { to: '/users' | '/accounts'; label: string };
  title: string;
  /** Chips and tags behind the title. */
  marks?: ReactNode;
  /** What identifies it, in one line. */
  meta?: ReactNode;
  children?: ReactNode;
}

/** The head of a page about one thing. */
export function ObjectHead({ crumb, title, marks, meta, children }: ObjectHeadProps) {
  return (
    <div className="pagehead objecthead">
      <div className="grow">
        <div className="crumb">
          <Link to={crumb.to}>{crumb.label}</Link>
          <ChevronRight className="i i14" aria-hidden="true" />
        </div>
        <div className="row titled">
          <h1 className="cut" title={title}>
            {title}
          </h1>
          {marks}
        </div>
        {meta && <div className="t2 meta">{meta}</div>}
      </div>
      {children && <div className="acts">{children}</div>}
    </div>
  );
}

interface ObjectTabsProps<Name extends string> {
  label: string;
  tabs: readonly { name: Name; label: string; count?: number }[];
  shown: Name;
}

/** Its parts, each with an address of its own: `?tab=name`. The first has none. */
export function ObjectTabs<Name extends string>({ label, tabs, shown }: ObjectTabsProps<Name>) {
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map((tab, at) => (
        <Link
          key={tab.name}
          to="."
          search={(before: object) => ({ ...before, tab: at === 0 ? undefined : tab.name })}
          replace
          className={tab.name === shown ? 'on' : ''}
          aria-current={tab.name === shown ? 'page' : undefined}
          activeProps={{}}
          activeOptions={{ includeSearch: true, exact: true }}
        >
          {tab.label}
          {tab.count !== undefined && <span className="n num">{tab.count}</span>}
        </Link>
      ))}
    </nav>
  );
}

interface SectionProps {
  title: string;
  /** The button at the end of its line. */
  action?: ReactNode;
  children: ReactNode;
}

export function Section({ title, action, children }: SectionProps) {
  return (
    <section className="part">
      <div className="row parthead">
        <h2 className="grow">{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}
