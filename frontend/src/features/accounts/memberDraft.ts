import type { User } from '../../api/types';

export type Held = User['memberships'][number];

/** What a membership is to become; `version` is that of the membership it was begun from. */
export interface Draft {
  roles: readonly string[];
  permissions: readonly string[];
  accountAdmin: boolean;
  version: number;
}

/** The changes of a user's memberships that are not saved yet: drafts by account, and which account becomes primary. */
export interface Drafts {
  of: Readonly<Record<string, Draft>>;
  primary: string | null;
}

export const noDrafts: Drafts = { of: {}, primary: null };

const sameWords = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((word) => other.includes(word));

function differs(draft: Draft, held: Held): boolean {
  return (
    draft.accountAdmin !== held.accountAdmin ||
    !sameWords(draft.roles, held.roles) ||
    !sameWords(draft.permissions, held.permissions)
  );
}

export function draftOf(held: Held, drafts: Drafts): Draft {
  const { roles, permissions, accountAdmin, version } = held;
  return drafts.of[held.account.id] ?? { roles, permissions, accountAdmin, version };
}

/** A change of one membership; one that leads back to what is saved is none. */
export function drafted(drafts: Drafts, held: Held, change: Partial<Draft>): Drafts {
  const { [held.account.id]: _, ...others } = drafts.of;
  const draft = { ...draftOf(held, drafts), ...change };
  return { ...drafts, of: differs(draft, held) ? { ...others, [held.account.id]: draft } : others };
}

export const isPrimary = (held: Held, { primary }: Drafts): boolean =>
  primary === null ? held.primary : held.account.id === primary;

export const becomesPrimary = (held: Held, { primary }: Drafts): boolean =>
  primary === held.account.id && !held.primary;

/** Those that saving changes. The one that becomes primary comes last: saving it changes the record of the one that was. */
export function changedOf(memberships: readonly Held[], drafts: Drafts): Held[] {
  return memberships
    .filter((held) => held.account.id in drafts.of || becomesPrimary(held, drafts))
    .sort((one, other) => Number(becomesPrimary(one, drafts)) - Number(becomesPrimary(other, drafts)));
}

/** Whether somebody else saved it after the draft was begun. */
export function overtaken(held: Held, drafts: Drafts): boolean {
  const draft = drafts.of[held.account.id];
  return draft !== undefined && draft.version !== held.version;
}

/** What the core is asked to set, or to say what setting it would change. */
export function setOf(held: Held, drafts: Drafts) {
  const { roles, permissions, accountAdmin } = draftOf(held, drafts);
  return {
    roles: [...roles],
    permissions: [...permissions],
    accountAdmin,
    primary: isPrimary(held, drafts),
  };
}
