import { Checkbox } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useLayoutEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import { type ApiError, asApiError } from '../../api/error';
import { errorSentence } from '../../ui/errorText';
import { FormDrawer } from '../../ui/FormDrawer';
import { toast } from '../../ui/toast';
import { VersionConflict } from '../../ui/VersionConflict';
import { WordsField } from '../keys/WordsField';
import { AccountField } from '../people/AccountField';
import { type AccountChoice, accountName, type UserChoice } from '../people/choice';
import { UserField } from '../people/UserField';
import { type Membership, previewQuery, setMember, useRefresh, wordsQuery } from './calls';
import type { Member } from './member';
import { previewWords } from './previewWords';

/** What is edited: a membership there is, or a new one of a user or in an account. */
export type MemberTask =
  | { kind: 'edit'; member: Member }
  | { kind: 'ofUser'; user: Member['user']; members: readonly Member[] }
  | { kind: 'inAccount'; account: Member['account']; members: readonly Member[] };

interface MemberForm {
  user: UserChoice;
  account: AccountChoice;
  roles: string[];
  permissions: string[];
  primary: boolean;
  accountAdmin: boolean;
}

type Faults = Partial<Record<keyof MemberForm, string>>;

function formOf(task: MemberTask, member: Member | null): MemberForm {
  return {
    user: { kind: 'none' },
    account: { kind: 'none' },
    roles: member?.roles ?? [],
    permissions: member?.permissions ?? [],
    primary: member?.primary ?? (task.kind === 'ofUser' && task.members.length === 0),
    accountAdmin: member?.accountAdmin ?? false,
  };
}

interface MemberDrawerProps {
  task: MemberTask;
  open: boolean;
  onClose: () => void;
}

export function MemberDrawer({ task, open, onClose }: MemberDrawerProps) {
  const { t } = useTranslation(['accounts', 'people']);
  const { t: accounts } = useTranslation('accounts');
  const { data: words } = useQuery({ ...wordsQuery, enabled: open });
  const refresh = useRefresh();
  // The membership as it was when the form was opened: what it is compared with, and whose version is sent.
  const [member, setBefore] = useState(() => memberOf(task));
  const [form, setForm] = useState(() => formOf(task, member));
  const [faults, setFaults] = useState<Faults>({});
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: at opening; a later answer must not undo what is typed
  useLayoutEffect(() => {
    if (open) start(memberOf(task));
  }, [open]);

  const start = (from: Member | null) => {
    setBefore(from);
    setForm(formOf(task, from));
    setFaults({});
    setError(null);
  };

  const set = (change: Partial<MemberForm>) => {
    setForm((before) => ({ ...before, ...change }));
    setFaults({});
    setError(null);
  };
  const changed =
    member === null ||
    added(member, form).length + added(form, member).length > 0 ||
    form.primary !== member.primary ||
    form.accountAdmin !== member.accountAdmin;

  const dirty = member
    ? changed
    : form.user.kind !== 'none' ||
      form.account.kind !== 'none' ||
      form.roles.length + form.permissions.length > 0;

  const { roles, permissions, primary, accountAdmin } = form;
  const [account, user] = endsOf(task, form);
  const { data: preview } = useQuery({
    ...previewQuery(account, user, { roles, permissions, primary, accountAdmin }),
    enabled: open && changed && account !== '' && user !== '',
    placeholderData: keepPreviousData,
  });

  const find = (): Faults => {
    if (task.kind === 'ofUser') {
      if (form.account.kind === 'none') return { account: t('people:required.account') };
      if (accountName(form.account) === '') return { account: t('people:required.accountName') };
      const { account } = form;
      if (account.kind === 'known' && task.members.some((each) => each.account.id === account.id)) {
        return { account: t('accounts:member.already') };
      }
    }
    if (task.kind === 'inAccount') {
      if (form.user.kind !== 'known') return { user: t('people:required.user') };
      const { user } = form.user;
      if (task.members.some((each) => each.user.id === user.id)) {
        return { user: t('accounts:member.already') };
      }
    }
    return {};
  };
  /** Both ends, an account that is new made first; what was made is kept for a second try. */
  const ends = async (): Promise<Pick<Member, 'user' | 'account'>> => {
    if (task.kind === 'edit') return task.member;
    if (task.kind === 'inAccount') {
      const { user } = form;
      return { user: user.kind === 'known' ? user.user : { id: '', username: '' }, account: task.account };
    }
    if (form.account.kind === 'known') return { user: task.user, account: form.account };
    const { id, name } = await take(
      api.POST('/api/v1/accounts', { body: { name: accountName(form.account) } }),
    );
    setForm((before) => ({ ...before, account: { kind: 'known', id, name } }));
    return { user: task.user, account: { id, name } };
  };
  const current = error?.current ? (error.current as unknown as Membership) : null;
  const submit = async (version = member?.version) => {
    const wrong = find();
    setFaults(wrong);
    if (Object.keys(wrong).length > 0) return;
    setBusy(true);
    setError(null);
    try {
      const { user, account } = await ends();
      await setMember(account.id, user.id, {
        roles,
        permissions,
        primary,
        accountAdmin,
        ...(version && { version }),
      });
      const names = { user: user.username, account: account.name };
      toast(t(member ? 'accounts:member.saved' : 'accounts:member.done', names));
      onClose();
    } catch (cause) {
      const refusal = asApiError(cause);
      const field = refusal.field === 'name' ? 'account' : refusal.field;
      if (field in form) setFaults({ [field]: errorSentence(refusal) });
      else setError(refusal);
    } finally {
      refresh();
      setBusy(false);
    }
  };

  const consequence = () => {
    if (!changed) return t('accounts:member.nothing');
    if (!preview) return t('accounts:member.incomplete');
    return previewWords([preview], accounts) || t('accounts:member.incomplete');
  };
  const title = () => {
    if (task.kind === 'ofUser') return t('accounts:member.addAccount', { user: task.user.username });
    if (task.kind === 'inAccount') return t('accounts:member.addUser', { account: task.account.name });
    const { user, account } = task.member;
    return t('accounts:member.edit', { user: user.username, account: account.name });
  };
  const primaryHint = member?.primary
    ? t('accounts:member.primaryOnly')
    : task.kind === 'ofUser' && task.members.length === 0
      ? t('accounts:member.primaryFirst')
      : t('accounts:member.primaryHint');
  return (
    <FormDrawer
      open={open}
      title={title()}
      onClose={onClose}
      onSubmit={() => submit()}
      action={t(member ? 'accounts:member.save' : 'accounts:member.add')}
      busy={busy}
      unsaved={dirty}
      disabled={!changed}
      faults={faults}
      error={current ? null : error}
      consequence={consequence()}
    >
      {current && (
        <VersionConflict
          rows={(['roles', 'permissions'] as const).map((kind) => ({
            label: t(`accounts:member.${kind}`),
            mine: form[kind].join(', '),
            theirs: current[kind].join(', '),
          }))}
          onTake={() => start(current)}
          onKeep={() => submit(current.version)}
        />
      )}
      {task.kind === 'ofUser' && (
        <AccountField
          user={{ kind: 'none' }}
          value={form.account}
          onChange={(account) => set({ account })}
          error={faults.account}
        />
      )}
      {task.kind === 'inAccount' && (
        <UserField
          value={form.user}
          onChange={(user) => set({ user })}
          error={faults.user}
          hint={t('accounts:member.userHint')}
          mayBeNew={false}
        />
      )}
      <WordsField
        label={t('accounts:member.roles')}
        placeholder={t('accounts:member.addRole')}
        free
        offered={words?.roles.map(({ word }) => word) ?? []}
        none=""
        value={form.roles}
        onChange={(roles) => set({ roles })}
        error={faults.roles}
      />
      <WordsField
        label={t('accounts:member.permissions')}
        placeholder={t('accounts:member.addPermission')}
        free
        offered={words?.permissions.map(({ word }) => word) ?? []}
        none=""
        value={form.permissions}
        onChange={(permissions) => set({ permissions })}
        error={faults.permissions}
      />
      <Checkbox
        label={t('accounts:member.primary')}
        description={primaryHint}
        checked={form.primary}
        disabled={member?.primary ?? false}
        onChange={(event) => set({ primary: event.currentTarget.checked })}
      />
      <Checkbox
        label={t('accounts:member.admin')}
        description={t('accounts:member.adminHint')}
        checked={form.accountAdmin}
        onChange={(event) => set({ accountAdmin: event.currentTarget.checked })}
      />
    </FormDrawer>
  );
}

const memberOf = (task: MemberTask) => (task.kind === 'edit' ? task.member : null);

/** The ids of both ends, as far as they are known. */
function endsOf(task: MemberTask, form: MemberForm): [account: string, user: string] {
  if (task.kind === 'edit') return [task.member.account.id, task.member.user.id];
  if (task.kind === 'inAccount')
    return [task.account.id, form.user.kind === 'known' ? form.user.user.id : ''];
  return [form.account.kind === 'known' ? form.account.id : '', task.user.id];
}

type Words = Pick<Member, 'roles' | 'permissions'>;

/** The words that the second has and the first has not. */
function added(before: Words | null, after: Words | null): string[] {
  const had = [...(before?.roles ?? []), ...(before?.permissions ?? [])];
  const has = [...(after?.roles ?? []), ...(after?.permissions ?? [])];
  return has.filter((word) => !had.includes(word));
}
