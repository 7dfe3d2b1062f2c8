import { readProblem } from '../api/error';
import type { Capability, Host } from './host';

/** What the window's runtime offers of itself, as far as it is used. */
export interface WindowRuntime {
  ClipboardGetText(): Promise<string>;
  ClipboardSetText(text: string): Promise<boolean>;
  BrowserOpenURL(url: string): void;
}

const offered: readonly Capability[] = ['clearClipboard', 'restartCore', 'localOperator'];

export class DesktopHost implements Host {
  constructor(private readonly runtime: WindowRuntime) {}

  can(what: Capability): boolean {
    return offered.includes(what);
  }

  async copyText(text: string): Promise<boolean> {
    try {
      return await this.runtime.ClipboardSetText(text);
    } catch {
      return false;
    }
  }

  async clearText(text: string): Promise<void> {
    try {
      // Setting it empties the selection of the middle mouse button too, where there is one.
      if ((await this.runtime.ClipboardGetText()) === text) await this.runtime.ClipboardSetText('');
    } catch {
      // A clipboard that cannot be read is left as it is.
    }
  }

  openExternal(url: string): void {
    this.runtime.BrowserOpenURL(url);
  }

  async restartCore(): Promise<void> {
    const answer = await fetch('/window/core', { method: 'POST' });
    if (!answer.ok) throw await readProblem(answer);
  }
}
