import { describe, expect, it } from 'vitest';
import { aStatus } from '../../test/core';
import { movedPortal } from './reconnect';

const place = { host: '127.0.0.1:8417', hostname: '127.0.0.1', protocol: 'http:' };
const at = (address: string) => aStatus({ listener: { ...aStatus().listener, address } });

describe('after the listener has moved', () => {
  it('a page it served itself is found at the new address', () => {
    expect(movedPortal(at('127.0.0.1:8417'), at('127.0.0.1:9000'), place, false)).toBe(
      'http://127.0.0.1:9000/portal/#/settings/listener',
    );
  });

  it('a page reached by a name keeps that name where it listens on every address', () => {
    const named = { host: 'desk.example:8417', hostname: 'desk.example', protocol: 'https:' };
    expect(movedPortal(at('0.0.0.0:8417'), at('0.0.0.0:9000'), named, false)).toBe(
      'https://desk.example:9000/portal/#/settings/listener',
    );
  });

  it('the window, a page behind a proxy and one with an address of its own stay', () => {
    const after = at('127.0.0.1:9000');
    expect(movedPortal(at('127.0.0.1:8417'), after, place, true)).toBeNull();
    const proxied = { host: 'keys.example', hostname: 'keys.example', protocol: 'https:' };
    expect(movedPortal(at('127.0.0.1:8417'), after, proxied, false)).toBeNull();
    const own = [{ name: 'admin-listen', value: '127.0.0.1:8500', origin: '--admin-listen' }];
    expect(movedPortal({ ...at('127.0.0.1:8417'), settings: own }, after, place, false)).toBeNull();
  });
});
