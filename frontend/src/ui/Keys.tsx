import { CornerDownLeft } from 'lucide-react';

const apple = /Mac|iPhone|iPad/.test(navigator.platform);

/** Key caps, for eyes only: the control beside them has its own name. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className="keys" aria-hidden="true">
      {keys.split(' ').map((key) => (
        <kbd key={key}>
          {key === 'Enter' ? (
            <CornerDownLeft className="i i12" />
          ) : key === 'mod' ? (
            apple ? (
              '\u2318'
            ) : (
              'Ctrl'
            )
          ) : (
            key
          )}
        </kbd>
      ))}
    </span>
  );
}
