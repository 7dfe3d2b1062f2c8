import { useEffect, useState } from 'react';
import { listStop } from './gridFocus';

/**
 * Gives the focus back when a layer is taken away: to what had it before, or where that is gone to the list of the
 * page, or else its first button. Mantine does so only for layers that are closed before they are unmounted.
 */
export function useReturnFocus(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // A turn later, when whoever wanted the focus has it.
      setTimeout(() => {
        if (document.activeElement !== document.body) return;
        const there = before instanceof HTMLElement && before.isConnected && before !== document.body;
        const place = there
          ? before
          : (listStop() ?? document.querySelector<HTMLElement>('main button:enabled'));
        place?.focus({ preventScroll: true });
      });
    },
    [before],
  );
}
