import { useLayoutEffect, useRef, useState } from 'react';

const stops = 'input:enabled, select:enabled, textarea:enabled, button:enabled, a[href], [tabindex="0"]';

/**
 * Stands first in a layer and gives it the focus as it is drawn, so that what is typed at once goes into it: to what is
 * marked with data-autofocus, else to its first control. When the layer goes, what had the focus before has it again.
 * Mantine does so some turns later, on a busy machine after the first strokes; it finds this here, which takes no focus,
 * and leaves it where it is.
 */
export function LayerFocus() {
  const place = useRef<HTMLSpanElement>(null);
  const [before] = useState(() => document.activeElement);
  useLayoutEffect(() => {
    const layer = place.current?.closest('[role=dialog]');
    const first =
      layer?.querySelector<HTMLElement>('[data-autofocus=true]:enabled') ??
      layer?.querySelector<HTMLElement>(stops);
    first?.focus({ preventScroll: true });
    return () => {
      // A turn later, when whoever wanted the focus has it.
      setTimeout(() => {
        if (document.activeElement !== document.body) return;
        if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
      });
    };
  }, [before]);
  return <span ref={place} hidden data-autofocus="" />;
}
