import { ApiError, readProblem } from '../api/error';
import { sessionValue } from '../api/session';
import type { Capability, Download, Host, PickedFile, SavedFile } from './host';

/** Asks the core as the signed-in operator. A refusal is thrown. */
async function ask(path: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  const session = sessionValue();
  if (session) headers.set('Latchkey-Session', session);
  let answer: Response;
  try {
    answer = await fetch(path, { ...init, headers });
  } catch {
    throw new ApiError({ code: 'core_unreachable', message: 'the core did not answer' });
  }
  if (!answer.ok) throw await readProblem(answer);
  return answer;
}

// Plain HTTP beyond this machine is no secure context: navigator.clipboard is absent there.
function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.style.cssText = 'position:fixed;top:0;left:0;opacity:0';
  const focused = document.activeElement;
  // Inside an open dialog, or its focus trap would take the selection away.
  (focused?.closest('[role="dialog"]') ?? document.body).append(field);
  field.select();
  let copied = false;
  try {
    copied = document.execCommand('copy');
  } catch {
    copied = false;
  }
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return copied;
}

export class BrowserHost implements Host {
  readonly window = null;
  private readable = false;

  constructor() {
    void this.watchPermission();
  }

  can(what: Capability): boolean {
    return what === 'clearClipboard' && this.readable;
  }

  // Reading without the permission would make the browser ask for it out of the blue.
  private async watchPermission(): Promise<void> {
    try {
      const status = await navigator.permissions.query({ name: 'clipboard-read' as PermissionName });
      this.readable = status.state === 'granted';
      status.addEventListener('change', () => {
        this.readable = status.state === 'granted';
      });
    } catch {
      // Browsers that do not know this permission do not let a page read either.
    }
  }

  async copyText(text: string): Promise<boolean> {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyBySelection(text);
    }
  }

  async clearText(text: string): Promise<void> {
    try {
      if ((await navigator.clipboard.readText()) === text) await navigator.clipboard.writeText('');
    } catch {
      // Not in front, or reading was refused: what is on it may be somebody else's, so it stays.
    }
  }

  openExternal(url: string): void {
    window.open(url, '_blank', 'noopener,noreferrer');
  }

  restartCore(): Promise<void> {
    return Promise.reject(new Error('a browser cannot start the core'));
  }

  // A link to the file alone would lack one half of the session, so it is fetched and handed over.
  async saveFile({ path, name, method = 'GET', body }: Download): Promise<SavedFile | null> {
    const init: RequestInit = { method };
    if (body !== undefined) {
      init.body = JSON.stringify(body);
      init.headers = { 'Content-Type': 'application/json' };
    }
    const file = await (await ask(path, init)).blob();
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file);
    link.download = name;
    link.click();
    // Browsers begin to read it at once; a minute is for slow ones.
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    return { path: '', size: file.size };
  }

  openFile(accept = ''): Promise<PickedFile | null> {
    return new Promise((resolve) => {
      const field = document.createElement('input');
      field.type = 'file';
      field.accept = accept;
      field.addEventListener('cancel', () => resolve(null));
      field.addEventListener('change', () => {
        const file = field.files?.[0];
        if (!file) return resolve(null);
        resolve({
          name: file.name,
          size: file.size,
          text: () => file.text(),
          // The file itself, so that the browser reads it as it sends it and no page holds one of gigabytes.
          // Only the window's webview ends at such a body, and it has a host of its own, which sends a path.
          send: (path, method = 'POST') =>
            ask(path, { method, body: file, headers: { 'Content-Type': 'application/octet-stream' } }),
        });
      });
      field.click();
    });
  }
}
