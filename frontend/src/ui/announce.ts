// One polite live region for the whole page. It is made at the first need, outside of what dialogs hide.
let region: HTMLElement | undefined;

/** Says something to a screen reader that the eye sees anyway. */
export function announce(text: string): void {
  if (!region?.isConnected) {
    region = document.createElement('div');
    region.setAttribute('role', 'status');
    region.setAttribute('aria-live', 'polite');
    region.className = 'unseen';
    document.body.append(region);
  }
  const live = region;
  live.textContent = '';
  // Another turn, or the same words twice would be said once.
  requestAnimationFrame(() => {
    live.textContent = text;
  });
}
