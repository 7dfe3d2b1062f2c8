import { useState } from 'react';
import { type ApiError, asApiError } from '../../api/error';
import { errorSentence } from '../../ui/errorText';

/** A call that carries a password or a code: what is wrong stands at its field, and nothing is kept. */
export function useSecretAct<Field extends string>(fields: readonly Field[]) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const [faults, setFaults] = useState<Partial<Record<Field, string>>>({});
  const clear = () => {
    setError(null);
    setFaults({});
  };
  const run = async (call: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    clear();
    try {
      await call();
    } catch (cause) {
      const refused = asApiError(cause);
      const field = fields.find((name) => name === refused.field);
      if (field) setFaults({ [field]: errorSentence(refused) } as Partial<Record<Field, string>>);
      else setError(refused);
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, faults, setFaults, clear, run };
}
