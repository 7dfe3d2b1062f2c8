import { useEffect } from 'react';

/** While something is shown once and was not kept, or typed and not saved, closing the tab or the window asks first. */
export function useHeld(held: boolean): void {
  useEffect(() => {
    if (!held) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [held]);
}

/** Whether a page that is left now loses something, by what it would say to a browser that closes its tab. */
export const wouldLose = (): boolean =>
  !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
