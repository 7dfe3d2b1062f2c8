import { describe, expect, it } from 'vitest';
import { baseUrl } from './baseUrl';

const listener = 'http://127.0.0.1:8418';

describe('baseUrl', () => {
  it('is the address of the page in a browser, also behind a proxy', () => {
    expect(baseUrl(listener, new URL('https://keys.intern.example/portal/'))).toBe(
      'https://keys.intern.example',
    );
    expect(baseUrl(listener, new URL('http://127.0.0.1:8417/portal/'))).toBe('http://127.0.0.1:8417');
  });

  it('is the listener in the window, whose own address no client can reach', () => {
    expect(baseUrl(listener, { protocol: 'wails:', hostname: 'wails', origin: 'wails://wails' })).toBe(
      listener,
    );
    expect(baseUrl(listener, new URL('http://wails.localhost/'))).toBe(listener);
  });
});
