import { useEffect } from 'react';

/** While something is shown once and was not kept, closing the tab or the window asks first. */
export function useHeld(held: boolean): void {
  useEffect(() => {
    if (!held) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [held]);
}
