import type { ReactNode } from 'react';
import { Brand } from '../../ui/Brand';
import './entry.css';

interface EntryFrameProps {
  title: string;
  /** Under the title: where one is, or what this is for. */
  second: ReactNode;
  children: ReactNode;
}

/** The page of somebody who is not in the portal yet. */
export function EntryFrame({ title, second, children }: EntryFrameProps) {
  return (
    <main className="entry">
      <div className="box">
        <Brand />
        <h1>{title}</h1>
        {second}
        {children}
      </div>
    </main>
  );
}
