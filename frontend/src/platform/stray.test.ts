import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { host } from '.';
import { keepPage } from './stray';

let end = new AbortController();

beforeEach(() => {
  end = new AbortController();
  vi.spyOn(host, 'can').mockImplementation((what) => what === 'window');
  keepPage(end.signal);
});
afterEach(() => {
  end.abort();
  document.body.innerHTML = '';
});

/** Whether the page takes a drop over, so that nothing is opened in its place. */
function dropped(on: string, ...types: string[]): boolean {
  document.body.innerHTML = on;
  const event = new Event('drop', { bubbles: true, cancelable: true });
  Object.assign(event, { dataTransfer: { types, dropEffect: 'copy' } });
  return !document.body.firstElementChild?.dispatchEvent(event);
}

it('opens no file that is dropped on the page, and takes text into a field only', () => {
  expect(dropped('<p>a page</p>', 'Files')).toBe(true);
  expect(dropped('<input>', 'Files')).toBe(true);
  expect(dropped('<p>a page</p>', 'text/uri-list')).toBe(true);
  expect(dropped('<input>', 'text/plain')).toBe(false);
  expect(dropped('<textarea></textarea>', 'text/plain')).toBe(false);
});

it('opens links to elsewhere in the browser of the system, where there is a window', () => {
  const open = vi.spyOn(host, 'openExternal').mockImplementation(() => {});
  document.body.innerHTML = '<a href="https://example.com/a"><b>there</b></a><a href="#/keys">here</a>';
  document.querySelector('b')?.click();
  expect(open).toHaveBeenCalledExactlyOnceWith('https://example.com/a');
  document.querySelectorAll('a')[1]?.click();
  expect(open).toHaveBeenCalledTimes(1);
});
