import type { LucideIcon } from 'lucide-react';
import { isSingle, nameOf, pressesOf } from './chord';

/** Where a command belongs in the palette and the list of shortcuts. */
export type CommandGroup = 'page' | 'go' | 'do' | 'look';

/** Something that can be done. The palette, the keyboard, the list of shortcuts and the hints of buttons are views of it. */
export interface Command {
  id: string;
  /** Verb and object, as the palette shows it. */
  label: string;
  /** "C", "G K" (one after the other), "mod K", "Esc": what a person presses. */
  keys?: string;
  icon?: LucideIcon;
  /** `page` where nothing is said: it is offered first while that page is open. */
  group?: CommandGroup;
  /** A second text behind the label. */
  detail?: string;
  /** Other words it is found by. */
  words?: string;
  /** Whether it can be carried out now; otherwise it is offered nowhere. */
  when?: boolean;
  /** Works above an open layer and while somebody types, too: zoom does. */
  above?: boolean;
  /** Of those with the same keys the lowest runs: Esc clears a selection (-1) before a search (0). */
  rank?: number;
  /** For the keyboard alone, such as Esc: neither in the palette nor in the list. */
  unlisted?: boolean;
  run: () => void;
}

const place = 'latchkey.single-keys';
/** How long the second key of "G K" is waited for. */
const patience = 1_500;

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

// A space on these presses them.
function pressable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a[href], summary, [role="tab"]') !== null;
}

// While a layer is open its own keys count, and a page below it must not answer.
function layered(): boolean {
  return document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]') !== null;
}

/** The commands that are offered now, and the keyboard as a view of them. */
export class CommandRegistry {
  private commands: readonly Command[] = [];
  private offered: readonly Command[] = [];
  private letters = localStorage.getItem(place) !== 'off';
  private begun = '';
  private under = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();

  /** Gives what takes them away again. One that is added later stands before those of its id. */
  add(added: readonly Command[]): () => void {
    this.set([...added, ...this.commands]);
    return () => this.set(this.commands.filter((command) => !added.includes(command)));
  }

  /** The latest of each id. */
  readonly list = (): readonly Command[] => this.offered;

  readonly single = (): boolean => this.letters;

  setSingle(on: boolean): void {
    localStorage.setItem(place, on ? 'on' : 'off');
    this.letters = on;
    this.tell();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Notes, before anybody has acted on a key press, whether a layer is open: an Esc that closes it does no more. */
  readonly notice = (): void => {
    this.under = layered();
  };

  /** Runs what a key press asks for. */
  press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    const name = nameOf(event);
    if (name === null || name === 'shift') return;
    const begun = this.begun;
    this.forget();
    const command = this.find(begun ? `${begun} ${name}` : name, event);
    if (command) {
      event.preventDefault();
      command.run();
    } else if (!begun && this.begins(name) && !typing(event.target) && !this.under && !layered()) {
      this.begun = name;
      this.timer = setTimeout(() => this.forget(), patience);
    }
  }

  private find(presses: string, event: KeyboardEvent): Command | undefined {
    const above = this.under || layered();
    const inField = typing(event.target);
    const onControl = presses === 'space' && pressable(event.target);
    return this.offered
      .filter((command) => {
        const { keys } = command;
        if (!keys || pressesOf(keys).join(' ') !== presses || onControl) return false;
        if (isSingle(keys) && !this.letters) return false;
        if (above && !command.above) return false;
        return !inField || presses.startsWith('mod ') || command.above === true;
      })
      .sort((one, other) => (one.rank ?? 0) - (other.rank ?? 0))[0];
  }

  private begins(name: string): boolean {
    if (!this.letters) return false;
    return this.offered.some(({ keys }) => {
      const presses = keys ? pressesOf(keys) : [];
      return presses.length > 1 && presses[0] === name;
    });
  }

  private forget(): void {
    clearTimeout(this.timer);
    this.begun = '';
  }

  private set(commands: readonly Command[]): void {
    this.commands = commands;
    const seen = new Set<string>();
    this.offered = commands.filter(({ id }) => !seen.has(id) && seen.add(id));
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
