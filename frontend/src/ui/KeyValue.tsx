import { Fragment, type ReactNode } from 'react';
import './controls.css';

export interface KeyValueEntry {
  label: string;
  value: ReactNode;
}

export function KeyValue({ entries }: { entries: readonly KeyValueEntry[] }) {
  return (
    <dl className="kv">
      {entries.map(({ label, value }) => (
        <Fragment key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
