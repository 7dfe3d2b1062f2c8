import { describe, expect, it } from 'vitest';
import { baseUrl } from './baseUrl';

const listener = 'http://127.0.0.1:8418';

describe('baseUrl', () => {
  it('is the address of the page in a browser, also behind a proxy', () => {
    expect(baseUrl(new URL('https://keys.intern.example/portal/'), listener)).toBe(
      'https://keys.intern.example',
    );
    expect(baseUrl(new URL('http://127.0.0.1:8417/portal/'), listener)).toBe('http://127.0.0.1:8417');
  });

  it('is the listener in the window, whose own address no client can reach', () => {
    expect(baseUrl({ protocol: 'wails:', hostname: 'wails', origin: 'wails://wails' }, listener)).toBe(
      listener,
    );
    expect(baseUrl(new URL('http://wails.localhost/'), listener)).toBe(listener);
  });
});
