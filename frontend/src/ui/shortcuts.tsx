import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';

export interface Command {
  id: string;
  /** What it does, for the list of shortcuts. */
  label: string;
  /** One key, as KeyboardEvent.key has it. */
  keys: string;
  run: () => void;
}

interface Registry {
  add(command: Command): () => void;
  list(): Command[];
  single: boolean;
  setSingle(on: boolean): void;
}

const place = 'latchkey.single-keys';
const Context = createContext<Registry | null>(null);

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

// While a layer is open its own keys count, and a page below it must not answer.
function layered(): boolean {
  return document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]') !== null;
}

/** Every command that a page has says so here; the keyboard and the list of shortcuts are views of it. */
export function ShortcutProvider({ children }: { children: ReactNode }) {
  const commands = useRef(new Map<string, Command>());
  const [single, setSingleState] = useState(() => localStorage.getItem(place) !== 'off');

  useEffect(() => {
    if (!single) return;
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (typing(event.target) || layered()) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      for (const command of commands.current.values()) {
        if (command.keys.toLowerCase() !== key) continue;
        event.preventDefault();
        command.run();
        return;
      }
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [single]);

  const setSingle = useCallback((on: boolean) => {
    localStorage.setItem(place, on ? 'on' : 'off');
    setSingleState(on);
  }, []);

  const registry = useMemo<Registry>(
    () => ({
      add(command) {
        commands.current.set(command.id, command);
        return () => commands.current.delete(command.id);
      },
      list: () => [...commands.current.values()],
      single,
      setSingle,
    }),
    [single, setSingle],
  );
  return <Context value={registry}>{children}</Context>;
}

export function useShortcuts(): Registry {
  const registry = useContext(Context);
  if (!registry) throw new Error('ShortcutProvider is missing above this component');
  return registry;
}

/** Offers a command while the component is shown; null while it cannot be carried out. */
export function useShortcut(command: Command | null): void {
  const registry = useShortcuts();
  const latest = useRef(command);
  latest.current = command;
  const id = command?.id;
  const label = command?.label;
  const keys = command?.keys;
  useEffect(() => {
    if (!id || !label || !keys) return;
    return registry.add({ id, label, keys, run: () => latest.current?.run() });
  }, [registry, id, label, keys]);
}
