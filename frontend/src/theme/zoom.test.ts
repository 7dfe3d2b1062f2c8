import { waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { host } from '../platform';
import { chooseZoom, startZoom, stepZoom } from './zoom';

startZoom();

const drawn = () => document.documentElement.style.zoom;

describe('the size of the page', () => {
  afterEach(() => {
    Reflect.set(host, 'window', null);
    chooseZoom('100');
  });

  it('is the window’s own zoom where it has one', async () => {
    const zoom = vi.fn(async () => true);
    Reflect.set(host, 'window', { zoom });
    chooseZoom('175');
    stepZoom(1);
    await waitFor(() => expect(zoom).toHaveBeenLastCalledWith(200));
    expect(drawn()).toBe('');
  });

  it('is drawn by a style elsewhere', async () => {
    chooseZoom('150');
    expect(drawn()).toBe('1.5');
    Reflect.set(host, 'window', { zoom: async () => false });
    chooseZoom('125');
    await waitFor(() => expect(drawn()).toBe('1.25'));
    chooseZoom('100');
    await waitFor(() => expect(drawn()).toBe(''));
  });
});
