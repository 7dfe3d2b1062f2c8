import type { Status } from '../../api/types';

/** What somebody who mends a fault wants to know, line by line. Nothing in it opens anything. */
export function diagnostics(status: Status, browser: string): string {
  const { listener, counts } = status;
  const lines: [name: string, value: string | number | boolean | null][] = [
    ['version', status.version],
    ['started', status.startedAt],
    ['now', status.now],
    ['browser', browser],
    ['data folder', status.dataFolder],
    ['process', status.pid],
    ['master key', status.keySource],
    ['issuer', status.issuer],
    ['portal', status.portal],
    ['listener', `${listener.state} ${listener.url}`],
    ['listener error', listener.error],
    ['loopback', listener.loopback],
    ['plain http', listener.plainHttp],
    ...Object.entries(counts),
    ...(status.settings ?? []).map(({ name, value, origin }): [string, string] => [
      `--${name}`,
      `${value || '""'} (${origin})`,
    ]),
  ];
  return lines
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}
