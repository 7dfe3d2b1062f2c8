/** What this page can ask of where it runs beyond a web page's own means. */
export type Capability =
  /** the clipboard can be read, so a secret can be taken off it again */
  | 'clearClipboard'
  /** the core's process can be started again from here */
  | 'restartCore'
  /** the core knows who is asking without a sign-in */
  | 'localOperator';

/** Everything that differs between a browser and the window. Nothing else in the portal asks which of them it is. */
export interface Host {
  can(what: Capability): boolean;
  /** False where the system refuses; the caller then shows the text to be copied by hand. */
  copyText(text: string): Promise<boolean>;
  /** Empties the clipboard if it still holds the text. */
  clearText(text: string): Promise<void>;
  openExternal(url: string): void;
  /** Ends when the core answers again; throws where it cannot be started. Only where `restartCore` is. */
  restartCore(): Promise<void>;
}
