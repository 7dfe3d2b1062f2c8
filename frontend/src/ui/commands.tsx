import {
  createContext,
  type ReactNode,
  useContext,
  useLayoutEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
} from 'react';
import { type Command, CommandRegistry } from './CommandRegistry';

export type { Command, CommandGroup } from './CommandRegistry';

const Context = createContext<CommandRegistry | null>(null);

export function CommandProvider({ children }: { children: ReactNode }) {
  const registry = useMemo(() => new CommandRegistry(), []);
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => registry.press(event);
    window.addEventListener('keydown', registry.notice, true);
    window.addEventListener('keydown', press);
    return () => {
      window.removeEventListener('keydown', registry.notice, true);
      window.removeEventListener('keydown', press);
    };
  }, [registry]);
  return <Context value={registry}>{children}</Context>;
}

function useRegistry(): CommandRegistry {
  const registry = useContext(Context);
  if (!registry) throw new Error('CommandProvider is missing above this component');
  return registry;
}

/** Offers commands while the component is shown: from the moment it stands there, so that no key press comes too early. */
export function useCommands(commands: readonly Command[]): void {
  const registry = useRegistry();
  const latest = useRef(commands);
  latest.current = commands;
  // Whatever is shown of a command; what it runs is always the latest.
  const shown = JSON.stringify(commands);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the commands are as they were while this text is
  useLayoutEffect(() => {
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
