import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';

interface RootDialogControl {
  /** Shows a dialog above every page. It stays through navigation, reloads of lists and a lost session. */
  show(dialog: ReactNode): void;
  close(): void;
}

const Context = createContext<RootDialogControl | null>(null);

/**
 * The place of dialogs that must outlive the row or page that opened them: what shows a secret once.
 * The secret lives in the dialog's own props and nowhere else; closing forgets it.
 */
export function RootDialogProvider({ children }: { children: ReactNode }) {
  const [dialog, setDialog] = useState<ReactNode>(null);
  const control = useMemo(() => ({ show: setDialog, close: () => setDialog(null) }), []);
  return (
    <Context value={control}>
      {children}
      {dialog}
    </Context>
  );
}

export function useRootDialog(): RootDialogControl {
  const control = useContext(Context);
  if (!control) throw new Error('RootDialogProvider is missing above this component');
  return control;
}
