import type { Membership } from './calls';

/** A user in an account, as both of their pages show it. */
export type Member = Pick<
  Membership,
  'user' | 'account' | 'roles' | 'permissions' | 'primary' | 'accountAdmin' | 'version'
>;
