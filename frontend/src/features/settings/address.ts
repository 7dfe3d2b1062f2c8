import type { components } from '../../api/schema.gen';

type Network = components['schemas']['ListenerChoices']['networks'][number];

/** The two halves of an address: "[::1]:80" is ["::1", "80"]. */
export function splitAddress(address: string): [host: string, port: string] {
  const at = address.lastIndexOf(':');
  return [address.slice(0, at).replace(/^\[|\]$/g, ''), address.slice(at + 1)];
}

export function joinAddress(host: string, port: string): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

export function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}

export const everyHost = '0.0.0.0';

/** The networks that reach an address beyond this computer. */
export function exposedTo(host: string, networks: readonly Network[]): readonly Network[] {
  const beyond = networks.filter(({ loopback }) => !loopback);
  if (host === everyHost || host === '::') return beyond;
  return beyond.filter(({ address }) => address === host);
}

/** What the address can be set to: this computer, each network, every network; and what it is now. */
export function hostChoices(now: string, networks: readonly Network[]): readonly string[] {
  const beyond = networks.filter(({ loopback }) => !loopback).map(({ address }) => address);
  return [...new Set(['127.0.0.1', ...beyond, everyHost, now])];
}
