import type { Capability, Host } from './host';

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
}
