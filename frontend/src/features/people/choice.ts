import { api, take } from '../../api/client';
import type { User } from '../../api/types';

/** A user picked in a form, or one to be made with it. */
export type UserChoice = { kind: 'none' } | { kind: 'known'; user: User } | { kind: 'new'; username: string };

/** An account picked in a form, or one to be made with it. */
export type AccountChoice =
  | { kind: 'none' }
  | { kind: 'known'; id: string; name: string }
  | { kind: 'new'; name: string };

export type Membership = User['memberships'][number];

export function membershipOf(user: UserChoice, account: AccountChoice): Membership | undefined {
  if (user.kind !== 'known' || account.kind !== 'known') return undefined;
  return user.user.memberships.find((membership) => membership.account.id === account.id);
}

/** The account a user's key is for unless another is chosen: the primary one. */
export function usualAccount(user: UserChoice): AccountChoice {
  const first = user.kind === 'known' ? user.user.memberships[0] : undefined;
  return first ? { kind: 'known', ...first.account } : { kind: 'none' };
}

export function accountName(account: AccountChoice): string {
  return account.kind === 'none' ? '' : account.name.trim();
}

export function userName(user: UserChoice): string {
  return user.kind === 'known' ? user.user.username : user.kind === 'new' ? user.username.trim() : '';
}

/**
 * Makes what is new of a user and an account and joins them, one step after the other. Each step that was done is
 * reported at once, so that a second try does not do it again.
 */
export async function settle(
  user: UserChoice,
  account: AccountChoice,
  words: { roles: string[]; permissions: string[] },
  done: { user: (user: User) => void; account: (account: { id: string; name: string }) => void },
): Promise<{ userId: string; accountId: string }> {
  let owner = user.kind === 'known' ? user.user : null;
  if (!owner) {
    owner = await take(api.POST('/api/v1/users', { body: { username: userName(user) } }));
    done.user(owner);
  }
  let place = account.kind === 'known' ? { id: account.id, name: account.name } : null;
  if (!place) {
    const { id, name } = await take(api.POST('/api/v1/accounts', { body: { name: accountName(account) } }));
    place = { id, name };
    done.account(place);
  }
  const accountId = place.id;
  if (!owner.memberships.some((membership) => membership.account.id === accountId)) {
    await api.PUT('/api/v1/accounts/{ref}/members/{user}', {
      params: { path: { ref: accountId, user: owner.id } },
      body: { ...words, primary: false, accountAdmin: false },
    });
    done.user(await take(api.GET('/api/v1/users/{ref}', { params: { path: { ref: owner.id } } })));
  }
  return { userId: owner.id, accountId };
}
