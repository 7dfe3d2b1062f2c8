import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import { type ApiError, asApiError } from '../../api/error';
import type { AuthHeaderCreate, AuthHeaderWithToken } from '../../api/types';
import { useNow } from '../../i18n/clock';
import { formatDate } from '../../i18n/format';
import { ExpiryField } from '../../ui/ExpiryField';
import { errorSentence } from '../../ui/errorText';
import { type Expiry, expiryFault, expiryMoment, expiryWord } from '../../ui/expiry';
import { FieldLabel } from '../../ui/FieldLabel';
import { FormDrawer } from '../../ui/FormDrawer';
import type { UserChoice } from '../people/choice';
import { UserField } from '../people/UserField';

interface HeaderForm {
  name: string;
  user: UserChoice;
  expires: Expiry;
}

const empty: HeaderForm = { name: '', user: { kind: 'none' }, expires: { kind: 'span', span: '1y' } };

interface CreateHeaderDrawerProps {
  open: boolean;
  onClose: () => void;
  onCreated: (header: AuthHeaderWithToken) => void;
}

/** Stays mounted while it is closed, so that nothing typed is lost by a stray Esc. */
export function CreateHeaderDrawer({ open, onClose, onCreated }: CreateHeaderDrawerProps) {
  const { t } = useTranslation(['authheaders', 'people', 'common']);
  const client = useQueryClient();
  const now = useNow();
  const [form, setForm] = useState(empty);
  const [faults, setFaults] = useState<Partial<Record<keyof HeaderForm, string>>>({});
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);

  const set = (change: Partial<HeaderForm>) => {
    setForm({ ...form, ...change });
    setFaults({});
    setError(null);
  };

  const submit = async () => {
    const wrong: typeof faults = {};
    if (form.name.trim() === '') wrong.name = t('authheaders:form.required.name');
    if (form.user.kind !== 'known') wrong.user = t('people:required.user');
    const expiry = expiryFault(form.expires, Date.now());
    if (expiry) wrong.expires = t(`common:${expiry}`);
    setFaults(wrong);
    if (Object.keys(wrong).length > 0 || form.user.kind !== 'known') return;

    const body: AuthHeaderCreate = { name: form.name.trim(), user: form.user.user.id };
    const expires = expiryWord(form.expires);
    if (expires) body.expires = expires;
    setBusy(true);
    try {
      const header = await take(api.POST('/api/v1/authheaders', { body }));
      setForm(empty);
      for (const queryKey of [['authheaders'], ['users'], ['status']]) {
        void client.invalidateQueries({ queryKey });
      }
      onCreated(header);
    } catch (cause) {
      const refusal = asApiError(cause);
      if (refusal.field in form) setFaults({ [refusal.field]: errorSentence(refusal) });
      else setError(refusal);
    } finally {
      setBusy(false);
    }
  };

  const end = expiryMoment(form.expires, now);
  const consequence =
    form.user.kind === 'known' ? (
      <Trans
        t={t}
        i18nKey={end ? 'authheaders:consequence.until' : 'authheaders:consequence.forever'}
        values={{ user: form.user.user.username, until: end ? formatDate(end) : '' }}
        components={{ b: <b className="strong" /> }}
      />
    ) : (
      t('authheaders:consequence.incomplete')
    );

  return (
    <FormDrawer
      open={open}
      title={t('authheaders:form.title')}
      onClose={onClose}
      onSubmit={submit}
      action={t('authheaders:create')}
      busy={busy}
      unsaved={form.name !== ''}
      keeps
      faults={faults}
      error={error}
      consequence={consequence}
    >
      <TextInput
        label={<FieldLabel text={t('authheaders:form.name')} aside={t('authheaders:form.nameHint')} />}
        placeholder={t('authheaders:form.namePlaceholder')}
        value={form.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={faults.name}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
      <UserField
        value={form.user}
        onChange={(user) => set({ user })}
        error={faults.user}
        hint={t('people:headerHint')}
        mayBeNew={false}
      />
      <ExpiryField
        value={form.expires}
        onChange={(expires) => set({ expires })}
        error={faults.expires ?? null}
        neverWarning={t('authheaders:form.never')}
      />
    </FormDrawer>
  );
}
