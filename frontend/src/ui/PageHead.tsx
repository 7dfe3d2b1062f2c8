import type { ReactNode } from 'react';
import { formatNumber } from '../i18n/format';
import './page.css';

export function PageHead({
  title,
  count,
  children,
}: {
  title: string;
  count?: number;
  children?: ReactNode;
}) {
  return (
    <div className="pagehead">
      <h1>{title}</h1>
      {count !== undefined && <span className="count num">{formatNumber(count)}</span>}
      {children && <div className="acts">{children}</div>}
    </div>
  );
}
