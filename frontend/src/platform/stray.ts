import { host } from '.';

const editable = 'input, textarea, [contenteditable="true"]';

/**
 * Keeps the page where it is: a file that is dropped on it would be shown in its place, with everything that was typed
 * gone, and in a window a link to elsewhere would too, with no way back.
 */
export function keepPage(until?: AbortSignal): void {
  const listening = until ? { signal: until } : {};
  for (const kind of ['dragover', 'drop'] as const) {
    window.addEventListener(
      kind,
      (event) => {
        const { target, dataTransfer } = event;
        const files = dataTransfer?.types.includes('Files') ?? false;
        if (!files && target instanceof Element && target.closest(editable)) return;
        event.preventDefault();
        if (dataTransfer) dataTransfer.dropEffect = 'none';
      },
      listening,
    );
  }
  if (!host.can('window')) return;
  window.addEventListener(
    'click',
    (event) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      if (!link || !/^https?:$/.test(link.protocol) || link.host === location.host) return;
      event.preventDefault();
      host.openExternal(link.href);
    },
    listening,
  );
}
