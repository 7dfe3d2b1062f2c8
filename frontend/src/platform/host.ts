/** What this page can ask of where it runs beyond a web page's own means. */
export type Capability =
  /** the clipboard can be read, so a secret can be taken off it again */
  | 'clearClipboard'
  /** the core's process can be started again from here */
  | 'restartCore'
  /** the core knows who is asking without a sign-in */
  | 'localOperator'
  /** there is a window around the page, with settings of its own */
  | 'window';

/** Something the core answers with that is to become a file. */
export interface Download {
  /** of the core, such as `/api/v1/keys.csv?state=active` */
  path: string;
  /** the name that is proposed for the file */
  name: string;
  method?: 'GET' | 'POST';
  /** JSON, with POST */
  body?: unknown;
}

/** Where a file went: `path` is empty in a browser, which does not say. */
export interface SavedFile {
  path: string;
  size: number;
}

/** A file the user chose. */
export interface PickedFile {
  name: string;
  size: number;
  text(): Promise<string>;
  /** Sends it to the core as an octet-stream and gives the answer; a refusal is thrown as an ApiError. */
  send(path: string, method?: 'POST' | 'PUT'): Promise<Response>;
}

/** A server's certificate, as it is shown before it is agreed on. */
interface Certificate {
  fingerprint: string;
  subject: string;
  issuer: string;
  names: string[];
  notBefore: string;
  notAfter: string;
  /** why the system does not trust it; '' where it does */
  why: '' | 'name' | 'expired' | 'signer';
}

export interface Probe {
  address: string;
  trusted: boolean;
  known: boolean;
  changed: boolean;
  certificate: Certificate | null;
}

export interface Server {
  address: string;
  fingerprint: string;
}

export interface WindowState {
  version: string;
  /** null where the desktop starts nothing at sign-in */
  autostart: boolean | null;
  /** null for the core of this machine */
  server: Server | null;
  servers: Server[];
}

/** What only a window has. */
export interface WindowControls {
  state(): Promise<WindowState>;
  setAutostart(on: boolean): Promise<WindowState>;
  probe(address: string): Promise<Probe>;
  connect(server: Server): Promise<WindowState>;
  disconnect(): Promise<WindowState>;
  /** Says from now on, and at its next start, in this language what the window says itself: notices, the system's dialogs. */
  speak(language: string): Promise<void>;
  /** Shows the page in so many per cent of its size, laid out anew as in a browser; false where this window cannot. */
  zoom(percent: number): Promise<boolean>;
  /**
   * Calls `ask` when somebody closes the window, until what it gives is called. `serving` is whether logins are answered
   * that end with it. The window stays open until `answerClosing`.
   */
  onClosing(ask: (serving: boolean) => void): () => void;
  answerClosing(answer: ClosingAnswer): Promise<void>;
  /** Forgets who opened a window that locks. */
  lock(): Promise<void>;
  /** Calls `hear` when that has happened from outside, until what it gives is called. */
  onLocked(hear: () => void): () => void;
}

/** The window stays; or it goes, and the core goes on serving, or stops where this window started it. */
export type ClosingAnswer = 'stay' | 'keep' | 'stop';

/** Everything that differs between a browser and the window. Nothing else in the portal asks which of them it is. */
export interface Host {
  can(what: Capability): boolean;
  /** False where the system refuses; the caller then shows the text to be copied by hand. */
  copyText(text: string): Promise<boolean>;
  /** Empties the clipboard if it still holds the text. */
  clearText(text: string): Promise<void>;
  openExternal(url: string): void;
  /**
   * Ends when the core answers again; throws where it cannot be started. Only where `restartCore` is. Where the error is
   * of the field `passphrase` the core asks for it.
   */
  restartCore(passphrase?: string): Promise<void>;
  /** Keeps an answer of the core as a file; null where the user thought better of it. A refusal is thrown as an ApiError. */
  saveFile(download: Download): Promise<SavedFile | null>;
  /** Lets the user choose a file; null as above. `accept` is an ending such as `.csv`. */
  openFile(accept?: string): Promise<PickedFile | null>;
  /** Null where there is no window around the page. */
  readonly window: WindowControls | null;
}
