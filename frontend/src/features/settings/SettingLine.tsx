import type { ReactNode } from 'react';

interface SettingLineProps {
  label: string;
  hint?: string | undefined;
  children: ReactNode;
}

/** A setting: what it is called on one side, what it is on the other. */
export function SettingLine({ label, hint, children }: SettingLineProps) {
  return (
    <div className="setline">
      <div>
        <div className="med">{label}</div>
        {hint && <div className="t3 s12">{hint}</div>}
      </div>
      <div className="ctl">{children}</div>
    </div>
  );
}
