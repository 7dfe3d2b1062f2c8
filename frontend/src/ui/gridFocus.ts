/** The row, or the list itself, that Tab would reach in the list of the page. */
export function listStop(): HTMLElement | null {
  return document.querySelector<HTMLElement>('main :is(tr[data-index], [role="grid"])[tabindex="0"]');
}
