import type { UseMutationResult } from '@tanstack/react-query';
import { useLayoutEffect, useState } from 'react';
import { asApiError } from '../api/error';
import { errorSentence } from './errorText';

type Faults<Form> = Partial<Record<keyof Form & string, string>>;

interface EditOptions<Item, Form, Change> {
  item: Item;
  open: boolean;
  formOf: (item: Item) => Form;
  /** Only what differs from the item as it was when the form was opened. */
  changeOf: (form: Form, base: Item) => Change;
  save: UseMutationResult<Item, Error, { id: string; patch: Change }>;
  onSaved: (item: Item) => void;
  /** Somebody's version, which is shown from now on. */
  onTaken?: (theirs: Item) => void;
  /** The field of the form at which a refusal of that member is said. */
  fieldOf?: (member: string) => string;
}

/**
 * A form over something that others may change meanwhile. It is compared with what was there when it was opened,
 * however the list behind it goes on, and sent with that version; of a refusal for the version it has both sides.
 */
export function useEdit<
  Item extends { id: string; version: number },
  Form extends object,
  Change extends object,
>({
  item,
  open,
  formOf,
  changeOf,
  save,
  onSaved,
  onTaken,
  fieldOf = (member) => member,
}: EditOptions<Item, Form, Change>) {
  const [base, setBase] = useState(item);
  const [form, setForm] = useState(() => formOf(item));
  const [faults, setFaults] = useState<Faults<Form>>({});

  const start = (from: Item) => {
    setBase(from);
    setForm(formOf(from));
    setFaults({});
    save.reset();
  };
  // With the drawing: a moment later it would undo what was typed in that moment.
  // biome-ignore lint/correctness/useExhaustiveDependencies: at opening; a later answer must not undo what is typed
  useLayoutEffect(() => {
    if (open) start(item);
  }, [open, item.id]);

  const set = (change: Partial<Form>) => {
    setForm((before) => ({ ...before, ...change }));
    setFaults((before) => {
      const rest = { ...before };
      for (const field of Object.keys(change)) delete rest[field as keyof Form & string];
      return rest;
    });
    save.reset();
  };

  const change = changeOf(form, base);
  const changed = Object.keys(change).length > 0;
  const refusal = save.error ? asApiError(save.error) : null;
  const theirs = refusal?.current ? (refusal.current as unknown as Item) : null;
  const inField = refusal !== null && fieldOf(refusal.field) in form;

  const send = (version: number) =>
    save.mutate(
      { id: base.id, patch: { ...change, version } },
      {
        onSuccess: onSaved,
        onError: (cause) => {
          const error = asApiError(cause);
          const field = fieldOf(error.field);
          if (field in form) setFaults({ [field]: errorSentence(error) } as Faults<Form>);
        },
      },
    );
  /** Sends it unless something is known to be wrong. */
  const submit = (wrong: Faults<Form>) => {
    setFaults(wrong);
    if (Object.keys(wrong).length === 0) send(base.version);
  };

  return {
    base,
    form,
    set,
    faults,
    change,
    changed,
    submit,
    /** For the drawer around it. */
    drawer: {
      busy: save.isPending,
      disabled: !changed,
      // What is proposed in it was typed by nobody.
      unsaved: JSON.stringify(form) !== JSON.stringify(formOf(base)),
      faults,
      error: theirs || inField ? null : refusal,
    },
    /** What somebody saved meanwhile, and the ways on. */
    conflict: theirs && {
      theirs,
      onTake: () => {
        onTaken?.(theirs);
        start(theirs);
      },
      onKeep: () => send(theirs.version),
    },
  };
}
