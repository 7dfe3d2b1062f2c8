import type { LucideIcon } from 'lucide-react';
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
} from 'react';
import { CommandRegistry } from './CommandRegistry';

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

const Context = createContext<CommandRegistry | null>(null);

export function CommandProvider({ children }: { children: ReactNode }) {
  const registry = useMemo(() => new CommandRegistry(), []);
  useEffect(() => {
    const press = (event: KeyboardEvent) => registry.press(event);
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [registry]);
  return <Context value={registry}>{children}</Context>;
}

function useRegistry(): CommandRegistry {
  const registry = useContext(Context);
  if (!registry) throw new Error('CommandProvider is missing above this component');
  return registry;
}

/** Offers commands while the component is shown. */
export function useCommands(commands: readonly Command[]): void {
  const registry = useRegistry();
  const latest = useRef(commands);
  latest.current = commands;
  // Whatever is shown of a command; what it runs is always the latest.
  const shown = JSON.stringify(commands);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the commands are as they were while this text is
  useEffect(() => {
    const offered = latest.current
      .filter(({ when }) => when !== false)
      .map((command) => ({
        ...command,
        run: () => latest.current.find(({ id }) => id === command.id)?.run(),
      }));
    return registry.add(offered);
  }, [registry, shown]);
}

/** Offers one command, and gives what its button needs: the same act, its keys as a hint, disabled while it cannot be. */
export function useCommand(command: Command): { onClick: () => void; disabled: boolean; keys?: string } {
  useCommands([command]);
  const { keys, run, when } = command;
  return { onClick: run, disabled: when === false, ...(keys && { keys }) };
}

/** What can be done now. */
export function useOffered(): readonly Command[] {
  const registry = useRegistry();
  return useSyncExternalStore(registry.subscribe, registry.list);
}

/** The switch for those whose software types letters for them (WCAG 2.1.4). */
export function useSingleKeys(): { single: boolean; setSingle: (on: boolean) => void } {
  const registry = useContext(Context);
  const single = useSyncExternalStore(registry?.subscribe ?? never, registry?.single ?? on);
  return { single, setSingle: (to) => registry?.setSingle(to) };
}

const never = () => () => {};
const on = () => true;
