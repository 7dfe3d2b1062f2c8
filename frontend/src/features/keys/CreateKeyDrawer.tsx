import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import { type ApiError, asApiError } from '../../api/error';
import type { KeyWithSecret } from '../../api/types';
import { ExpiryField } from '../../ui/ExpiryField';
import { errorSentence } from '../../ui/errorText';
import { FormDrawer } from '../../ui/FormDrawer';
import { AccountField } from '../people/AccountField';
import { settle, type UserChoice, usualAccount } from '../people/choice';
import { UserField } from '../people/UserField';
import { Consequence } from './Consequence';
import {
  emptyKeyForm,
  fieldOf,
  type KeyForm,
  type KeyFormField,
  keyFormFaults,
  keyRequest,
  makesMembership,
} from './createForm';
import { MoreOptions } from './MoreOptions';
import { type Begun, useBegun } from './useBegun';

interface CreateKeyDrawerProps {
  open: boolean;
  begun: Begun;
  onClose: () => void;
  onCreated: (key: KeyWithSecret) => void;
}

type Faults = Partial<Record<KeyFormField, string>>;

/** Stays mounted while it is closed, so that nothing typed is lost by a stray Esc. */
export function CreateKeyDrawer({ open, begun, onClose, onCreated }: CreateKeyDrawerProps) {
  const { t } = useTranslation(['keys', 'people', 'common']);
  const client = useQueryClient();
  const [form, setForm] = useState<KeyForm>(emptyKeyForm);
  const [faults, setFaults] = useState<Faults>({});
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const latest = useRef(form);
  latest.current = form;
  const onlyUser = useOnlyUser(open, form.user, (user) =>
    setForm((before) => (before.user.kind === 'none' ? forUser(before, user) : before)),
  );

  useBegun(begun, (change) => setForm((before) => ({ ...before, ...change })));

  const set = (change: Partial<KeyForm>) => {
    setForm((before) => ({ ...before, ...change }));
    setError(null);
    setFaults((before) => {
      const rest = { ...before };
      for (const name of Object.keys(change)) delete rest[name as KeyFormField];
      return rest;
    });
  };
  const chooseUser = (user: UserChoice) =>
    set({ user, account: usualAccount(user), roles: [], permissions: [] });

  const refuse = (cause: unknown) => {
    const refusal = asApiError(cause);
    const field = fieldOf(refusal.field);
    if (field) setFaults({ [field]: errorSentence(refusal) });
    else setError(refusal);
  };

  /** The form as it is meant: somebody who sends it faster than the core answers still gets the only user there is. */
  const complete = async (): Promise<KeyForm> => {
    if (form.user.kind !== 'none') return form;
    setBusy(true);
    const only = await onlyUser().finally(() => setBusy(false));
    const now = latest.current;
    return only && now.user.kind === 'none' ? forUser(now, only) : now;
  };

  const submit = async () => {
    const form = await complete();
    const wrong = keyFormFaults(form, Date.now());
    if (Object.keys(wrong).length > 0) {
      setFaults(
        Object.fromEntries(
          Object.entries(wrong).map(([field, text]) => [field, t(text as 'keys:form.tooLong')]),
        ),
      );
      return;
    }
    setBusy(true);
    setError(null);
    try {
      const words = { roles: form.roles, permissions: form.permissions };
      const { userId, accountId } = await settle(form.user, form.account, words, {
        user: (user) => setForm((before) => ({ ...before, user: { kind: 'known', user } })),
        account: (account) => setForm((before) => ({ ...before, account: { kind: 'known', ...account } })),
      });
      const key = await take(api.POST('/api/v1/keys', { body: keyRequest(form, userId, accountId) }));
      setForm(emptyKeyForm);
      setFaults({});
      for (const queryKey of [['keys'], ['users'], ['accounts'], ['status']]) {
        void client.invalidateQueries({ queryKey });
      }
      onCreated(key);
    } catch (cause) {
      refuse(cause);
    } finally {
      setBusy(false);
    }
  };

  const several = form.user.kind === 'known' && form.user.user.memberships.length > 1;
  return (
    <FormDrawer
      open={open}
      title={t('keys:form.title')}
      onClose={onClose}
      onSubmit={submit}
      action={t('keys:create')}
      busy={busy}
      unsaved={form.name !== ''}
      keeps
      faults={faults}
      error={error}
      consequence={<Consequence form={form} />}
    >
      <TextInput
        label={t('keys:form.name')}
        placeholder={t('keys:form.namePlaceholder')}
        value={form.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={faults.name}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
      <UserField
        value={form.user}
        onChange={chooseUser}
        error={faults.user}
        hint={t('people:userHint')}
        mayBeNew
      />
      {(several || makesMembership(form) || form.account.kind === 'new' || faults.account) && (
        <AccountField
          user={form.user}
          value={form.account}
          onChange={(account) => set({ account, roles: [], permissions: [] })}
          error={faults.account}
        />
      )}
      <ExpiryField
        value={form.expires}
        onChange={(expires) => set({ expires })}
        error={faults.expires ?? null}
        neverWarning={t('keys:form.never')}
      />
      <MoreOptions form={form} faults={faults} onChange={set} />
    </FormDrawer>
  );
}

const forUser = (form: KeyForm, user: UserChoice): KeyForm => ({
  ...form,
  user,
  account: usualAccount(user),
});

/**
 * Where there is but one user, that is whom the key is for; a second one would be a choice.
 * @returns what waits until it is known, and gives that user
 */
function useOnlyUser(open: boolean, user: UserChoice, choose: (user: UserChoice) => void) {
  const client = useQueryClient();
  const answer = useRef<Promise<UserChoice | null>>(Promise.resolve(null));
  const wanted = open && user.kind === 'none';
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once at each opening, not at each keystroke
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    const ask = async (): Promise<UserChoice | null> => {
      const { items, total } = await client.fetchQuery({
        queryKey: ['users', 'pick', ''],
        queryFn: ({ signal }) =>
          take(api.GET('/api/v1/users', { params: { query: { search: '', limit: 50 } }, signal })),
      });
      const only = items[0];
      if (total !== 1 || !only || only.disabled) return null;
      const choice: UserChoice = { kind: 'known', user: only };
      if (current) choose(choice);
      return choice;
    };
    // A list that cannot be loaded shows in the field itself.
    answer.current = ask().catch(() => null);
    return () => {
      current = false;
    };
  }, [open, client]);
  return () => answer.current;
}
