import { BrowserHost } from './browser';
import { DesktopHost, type WindowRuntime } from './desktop';
import type { Host } from './host';

export type { ClosingAnswer, Probe, WindowState } from './host';

function windowRuntime(): WindowRuntime | null {
  const runtime: unknown = Reflect.get(window, 'runtime');
  if (typeof runtime !== 'object' || runtime === null) return null;
  return 'ClipboardSetText' in runtime ? (runtime as WindowRuntime) : null;
}

const runtime = windowRuntime();

/** Chosen once, at start. */
export const host: Host = runtime ? new DesktopHost(runtime) : new BrowserHost();
