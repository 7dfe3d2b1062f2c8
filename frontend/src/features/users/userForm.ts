import type { User } from '../../api/types';
import type { UserPatch } from './calls';

export const textFields = ['username', 'firstName', 'lastName', 'email'] as const;
export type TextField = (typeof textFields)[number];
export const operatorRoles = ['none', 'viewer', 'admin', 'owner'] as const;
type OperatorRole = User['operator'];

export type Profile = Record<TextField, string> & { operator: OperatorRole };

export const emptyProfile: Profile = {
  username: '',
  firstName: '',
  lastName: '',
  email: '',
  operator: 'none',
};

export function profileOf({ username, firstName, lastName, email, operator }: User): Profile {
  return { username, firstName, lastName, email, operator };
}

/** What is wrong, by field, as the last part of the name of a text. */
export function profileFaults(profile: Profile): Partial<Record<TextField, 'username' | 'spaces' | 'email'>> {
  const faults: ReturnType<typeof profileFaults> = {};
  const username = profile.username.trim();
  if (username === '') faults.username = 'username';
  else if (/\s/.test(username)) faults.username = 'spaces';
  const email = profile.email.trim();
  if (email !== '' && !/^[^\s@]+@[^\s@]+$/.test(email)) faults.email = 'email';
  return faults;
}

/** Only what differs from the profile as it was opened. */
export function profileChange(profile: Profile, base: Profile): UserPatch {
  const patch: UserPatch = {};
  for (const field of textFields) {
    if (profile[field].trim() !== base[field]) patch[field] = profile[field].trim();
  }
  if (profile.operator !== base.operator) patch.operator = profile.operator;
  return patch;
}
