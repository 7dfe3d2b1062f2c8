import { maxLength, minLength, object, string, trim } from 'zod/mini';
import type { KeyCreate } from '../../api/types';
import { type Expiry, expiryFault, expiryWord } from '../../ui/expiry';
import { type AccountChoice, accountName, membershipOf, type UserChoice, userName } from '../people/choice';

export type Start = { kind: 'now' } | { kind: 'date'; at: Date | null } | { kind: 'pending' };

/** Everything a person can say about a new key, as it stands in the form. */
export interface KeyForm {
  name: string;
  user: UserChoice;
  account: AccountChoice;
  expires: Expiry;
  roles: string[];
  permissions: string[];
  start: Start;
  /** Where it may log in from; none = anywhere. */
  addresses: string[];
  labels: string[];
  note: string;
}

export const emptyKeyForm: KeyForm = {
  name: '',
  user: { kind: 'none' },
  account: { kind: 'none' },
  expires: { kind: 'span', span: '90d' },
  roles: [],
  permissions: [],
  start: { kind: 'now' },
  addresses: [],
  labels: [],
  note: '',
};

export type KeyFormField = keyof KeyForm;

const texts = object({
  name: string().check(trim(), minLength(1, 'form.required.name'), maxLength(200, 'form.tooLong')),
});

/** What is wrong, by field, each as the name of a text of `keys`, `people` or the common ones. */
export function keyFormFaults(form: KeyForm, now: number): Partial<Record<KeyFormField, string>> {
  const faults: Partial<Record<KeyFormField, string>> = {};
  const read = texts.safeParse({ name: form.name });
  if (!read.success) faults.name = `keys:${read.error.issues[0]?.message ?? 'form.required.name'}`;
  if (form.user.kind === 'none') faults.user = 'people:required.user';
  else if (userName(form.user) === '') faults.user = 'people:required.username';
  if (form.user.kind !== 'none') {
    if (form.account.kind === 'none') faults.account = 'people:required.account';
    else if (accountName(form.account) === '') faults.account = 'people:required.accountName';
  }
  const expiry = expiryFault(form.expires, now);
  if (expiry) faults.expires = `common:${expiry}`;
  if (form.start.kind === 'date' && form.start.at === null) faults.start = 'keys:form.fromMissing';
  return faults;
}

/** Whether the key is for a membership that is made with it: its words are then those of the membership. */
export function makesMembership(form: KeyForm): boolean {
  return form.user.kind !== 'none' && membershipOf(form.user, form.account) === undefined;
}

export function keyRequest(form: KeyForm, userId: string, accountId: string): KeyCreate {
  const request: KeyCreate = { name: form.name.trim(), user: userId, account: accountId };
  const expires = expiryWord(form.expires);
  if (expires) request.expires = expires;
  if (form.addresses.length > 0) request.addresses = form.addresses;
  if (form.labels.length > 0) request.labels = form.labels;
  if (form.note.trim()) request.note = form.note.trim();
  if (!makesMembership(form)) {
    if (form.roles.length > 0) request.roles = form.roles;
    if (form.permissions.length > 0) request.permissions = form.permissions;
  }
  if (form.start.kind === 'pending') request.pending = true;
  if (form.start.kind === 'date' && form.start.at) request.notBefore = form.start.at.toISOString();
  return request;
}

const fields: Record<string, KeyFormField> = {
  name: 'name',
  user: 'user',
  username: 'user',
  account: 'account',
  expires: 'expires',
  roles: 'roles',
  permissions: 'permissions',
  notBefore: 'start',
  addresses: 'addresses',
  labels: 'labels',
  note: 'note',
};

/** The field of the form that shows what the core says about one of its members. */
export function fieldOf(member: string): KeyFormField | undefined {
  return fields[member];
}
