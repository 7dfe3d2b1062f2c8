/** Where a client reaches the logins: the address this page came from, or that of the listener where the page is the window's own. */
export function baseUrl(
  listenerUrl: string,
  page: Pick<Location, 'protocol' | 'hostname' | 'origin'> = window.location,
): string {
  const ownPage = !/^https?:$/.test(page.protocol) || page.hostname === 'wails.localhost';
  return ownPage && listenerUrl ? listenerUrl : page.origin;
}
