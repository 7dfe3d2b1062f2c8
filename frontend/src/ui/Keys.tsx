import { ArrowDown, ArrowUp, Command, CornerDownLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { apple, isSingle } from './chord';
import { useSingleKeys } from './commands';

// Arrows and signs are icons: the fonts that are shipped do not have these characters.
const drawn: Record<string, ReactNode> = {
  Enter: <CornerDownLeft className="i i12" />,
  Up: <ArrowUp className="i i12" />,
  Down: <ArrowDown className="i i12" />,
  mod: apple ? <Command className="i i12" /> : 'Ctrl',
};

/** Key caps, for eyes only: the control beside them has its own name. None where that key does nothing. */
export function Keys({ keys }: { keys: string }) {
  const { single } = useSingleKeys();
  if (!single && isSingle(keys)) return null;
  return (
    <span className="keys" aria-hidden="true">
      {keys.split(' ').map((key) => (
        <kbd key={key}>{drawn[key] ?? key}</kbd>
      ))}
    </span>
  );
}
