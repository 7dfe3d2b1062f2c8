import type { Account } from '../../api/types';
import type { AccountPatch } from './calls';

export const accountFields = [
  'name',
  'realm',
  'domain',
  'customerId',
  'repcode',
  'customerServicePhone',
  'customerServiceEmail',
  'whitelabelSettings',
] as const;
export type AccountField = (typeof accountFields)[number];

/** An account as texts, as it stands in the form. */
export type AccountForm = Record<AccountField, string>;

export const emptyAccountForm: AccountForm = {
  name: '',
  realm: 'Partner',
  domain: '',
  customerId: '',
  repcode: '',
  customerServicePhone: '',
  customerServiceEmail: '',
  whitelabelSettings: '',
};

export function formOf(account: Account): AccountForm {
  const settings = account.whitelabelSettings;
  return {
    ...account,
    whitelabelSettings: Object.keys(settings).length > 0 ? JSON.stringify(settings, null, 2) : '',
  };
}

/** The domain of an account whose form names none, as the core makes it too. */
export function domainOf(name: string): string {
  return `/${name
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{Nd}]/gu, '-')}`;
}

/** The object that a text is as JSON, none for an empty text, null where it is none. */
function readSettings(text: string): Record<string, unknown> | null {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value))
      : null;
  } catch {
    return null;
  }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

type FaultName = 'name' | 'realm' | 'domain' | 'customerId' | 'customerIdKept' | 'whitelabel';

/** What is wrong, by field, as the last part of the name of a text. */
export function accountFaults(form: AccountForm, made: boolean): Partial<Record<AccountField, FaultName>> {
  const faults: Partial<Record<AccountField, FaultName>> = {};
  if (form.name.trim() === '') faults.name = 'name';
  if (form.realm.trim() === '') faults.realm = 'realm';
  if (!form.domain.startsWith('/') && (made || form.domain !== '')) faults.domain = 'domain';
  const customerId = form.customerId.trim();
  if (made && !uuid.test(customerId)) faults.customerId = 'customerIdKept';
  if (!made && customerId !== '' && !uuid.test(customerId)) faults.customerId = 'customerId';
  if (readSettings(form.whitelabelSettings) === null) faults.whitelabelSettings = 'whitelabel';
  return faults;
}

/** Only what differs from the form as it was opened. */
export function accountChange(form: AccountForm, base: AccountForm): AccountPatch {
  const patch: AccountPatch = {};
  for (const field of accountFields) {
    if (form[field].trim() === base[field].trim()) continue;
    if (field === 'whitelabelSettings') patch[field] = readSettings(form[field]) ?? {};
    else patch[field] = form[field].trim();
  }
  return patch;
}
