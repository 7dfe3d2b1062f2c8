import type { Status } from '../../api/types';

type Place = Pick<Location, 'host' | 'hostname' | 'protocol'>;

/**
 * Where this page is found after the listener has moved, null where it stays: in the window, behind a proxy, or on an
 * address of the portal's own.
 */
export function movedPortal(before: Status, after: Status, place: Place, local: boolean): string | null {
  if (local || before.listener.address === after.listener.address) return null;
  const [, oldPort] = split(before.listener.address);
  const [host, port] = split(after.listener.address);
  const ownPort = place.host.slice(place.hostname.length + 1);
  if (ownPort !== oldPort) return null;
  if (before.settings?.some(({ name, value }) => name === 'admin-listen' && value !== '')) return null;
  // Any address is no place to go to: the name by which this page was reached is one of them.
  const name = ['0.0.0.0', '[::]', ''].includes(host) ? place.hostname : host;
  return `${place.protocol}//${name}:${port}/portal/#/settings/listener`;
}

function split(address: string): [host: string, port: string] {
  const at = address.lastIndexOf(':');
  return [address.slice(0, at), address.slice(at + 1)];
}
