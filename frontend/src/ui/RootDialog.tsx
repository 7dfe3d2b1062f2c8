import { createContext, type ReactNode, Suspense, useContext, useEffect, useMemo, useState } from 'react';

interface RootDialogControl {
  /** Shows a dialog above every page. It stays through reloads of lists and a lost session. */
  show(dialog: ReactNode): void;
  /** The same for what shows a secret: it stays when somebody goes back a page, too. */
  keep(dialog: ReactNode): void;
  close(): void;
}

const Context = createContext<RootDialogControl | null>(null);

/**
 * The place of dialogs that must outlive the row or page that opened them: what shows a secret once.
 * The secret lives in the dialog's own props and nowhere else; closing forgets it.
 */
export function RootDialogProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<{ dialog: ReactNode; kept: boolean } | null>(null);
  const control = useMemo(
    () => ({
      show: (dialog: ReactNode) => setShown({ dialog, kept: false }),
      keep: (dialog: ReactNode) => setShown({ dialog, kept: true }),
      close: () => setShown(null),
    }),
    [],
  );
  useEffect(() => {
    const leave = () => setShown((now) => (now?.kept ? now : null));
    window.addEventListener('popstate', leave);
    return () => window.removeEventListener('popstate', leave);
  }, []);
  return (
    <Context value={control}>
      {children}
      <Suspense>{shown?.dialog}</Suspense>
    </Context>
  );
}

export function useRootDialog(): RootDialogControl {
  const control = useContext(Context);
  if (!control) throw new Error('RootDialogProvider is missing above this component');
  return control;
}
