import { ApiError, readProblem } from '../api/error';
import type {
  Capability,
  ClosingAnswer,
  Download,
  Host,
  PickedFile,
  Probe,
  SavedFile,
  Server,
  WindowControls,
  WindowState,
} from './host';

/** What the window's runtime offers of itself, as far as it is used. */
export interface WindowRuntime {
  ClipboardGetText(): Promise<string>;
  ClipboardSetText(text: string): Promise<boolean>;
  BrowserOpenURL(url: string): void;
  /** Gives what ends it. */
  EventsOn(name: string, hear: (...data: unknown[]) => void): () => void;
}

const offered: readonly Capability[] = ['clearClipboard', 'restartCore', 'localOperator', 'window'];

/** Asks the bridge between the page and the core. A refusal is thrown. */
async function bridge(method: string, path: string, body?: unknown): Promise<Response> {
  const init: RequestInit = { method };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { 'Content-Type': 'application/json' };
  }
  let answer: Response;
  try {
    answer = await fetch(path, init);
  } catch {
    throw new ApiError({ code: 'core_unreachable', message: 'the window did not answer' });
  }
  if (!answer.ok) throw await readProblem(answer);
  return answer;
}

async function json<T>(answer: Promise<Response>): Promise<T> {
  return (await (await answer).json()) as T;
}

const say = (answer: ClosingAnswer | 'asking') => bridge('POST', '/window/closing', { answer });

const controlsOf = (runtime: WindowRuntime): WindowControls => ({
  state: () => json<WindowState>(bridge('GET', '/window/state')),
  setAutostart: (on) => json<WindowState>(bridge('PUT', '/window/autostart', { on })),
  probe: (address) => json<Probe>(bridge('POST', '/window/probe', { address })),
  connect: (server: Server) => json<WindowState>(bridge('PUT', '/window/server', server)),
  disconnect: () => json<WindowState>(bridge('DELETE', '/window/server')),
  speak: async (language) => {
    await bridge('PUT', '/window/language', { language });
  },
  zoom: async (percent) => {
    try {
      return (await bridge('PUT', '/window/zoom', { percent })).ok;
    } catch {
      return false;
    }
  },
  // A page that does not say at once that it asks is taken for none.
  onClosing: (ask) =>
    runtime.EventsOn('closing', (serving) => {
      void say('asking').catch(() => {});
      ask(serving === true);
    }),
  answerClosing: async (answer) => {
    await say(answer);
  },
  lock: async () => {
    await bridge('POST', '/window/lock');
  },
  onLocked: (hear) => runtime.EventsOn('locked', () => hear()),
});

export class DesktopHost implements Host {
  readonly window: WindowControls;

  constructor(private readonly runtime: WindowRuntime) {
    this.window = controlsOf(runtime);
  }

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

  async restartCore(passphrase = ''): Promise<void> {
    await bridge('POST', '/window/core', { passphrase });
  }

  // The bridge writes the file as the answer comes: it never passes through the page.
  async saveFile({ path, name, method = 'GET', body }: Download): Promise<SavedFile | null> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const answer = await bridge('POST', '/window/save', { path, name, method, body: text });
    return answer.status === 204 ? null : ((await answer.json()) as SavedFile);
  }

  async openFile(accept = ''): Promise<PickedFile | null> {
    const answer = await bridge('POST', '/window/open', { pattern: accept ? `*${accept}` : '' });
    if (answer.status === 204) return null;
    const { file, name, size } = (await answer.json()) as { file: string; name: string; size: number };
    return {
      name,
      size,
      text: async () => (await bridge('POST', '/window/read', { file })).text(),
      send: (path, method = 'POST') => bridge('POST', '/window/send', { file, path, method }),
    };
  }
}
