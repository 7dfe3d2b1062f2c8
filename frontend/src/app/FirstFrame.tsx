import { Search } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { BrandMark } from '../ui/BrandMark';
import { pageGroups } from './pages';

/**
 * What is painted before the portal's scripts have run: the outlines of the page that will be there, in its own classes
 * and so at its own places. The build writes it into index.html (firstFrame.ts), public/frame.js chooses the outline, and
 * main.tsx takes it away. It has no texts, since no language is known yet, and nothing in it can be used or is read out.
 */
export function FirstFrame() {
  return (
    <div id="frame" className="frame" aria-hidden="true" inert>
      <div className="shell frame-shell">
        <TopBar>
          <div className="cmd">
            <Search className="i" />
          </div>
        </TopBar>
        <div className="side">
          <div className="nav">
            {pageGroups.map(({ label, pages }) => (
              <Fragment key={label}>
                {label && <div className="group frame-line" />}
                {pages.map(({ to, icon: Icon }) => (
                  <div key={to} className="frame-item">
                    <Icon className="i" />
                  </div>
                ))}
              </Fragment>
            ))}
          </div>
          <div className="listener">
            <div className="frame-item" />
          </div>
        </div>
        <div className="main" />
      </div>
      <div className="frame-bar">
        <TopBar />
      </div>
      <div className="frame-entry">
        <div className="frame-box">
          <Mark />
          <div className="frame-field" />
          <div className="frame-field" />
        </div>
      </div>
    </div>
  );
}

function TopBar({ children }: { children?: ReactNode }) {
  return (
    <div className="topbar">
      <Mark />
      {children}
    </div>
  );
}

function Mark() {
  return (
    <div className="brand">
      <BrandMark />
    </div>
  );
}
