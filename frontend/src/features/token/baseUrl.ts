/** Where a client reaches the logins: the address this page came from, or that of the listener where the page is the window's own. */
export function baseUrl(
  location: Pick<Location, 'protocol' | 'hostname' | 'origin'>,
  listenerUrl: string,
): string {
  const ownPage = !/^https?:$/.test(location.protocol) || location.hostname === 'wails.localhost';
  return ownPage && listenerUrl ? listenerUrl : location.origin;
}
