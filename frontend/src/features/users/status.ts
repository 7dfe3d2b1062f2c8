import { Check, Circle, CircleX, Hourglass, type LucideIcon } from 'lucide-react';
import type { User } from '../../api/types';
import type { ChipTone } from '../../ui/Chip';

export type UserState = 'active' | 'disabled' | 'expiring' | 'expired';

const looks: Record<UserState, { tone: ChipTone; icon: LucideIcon }> = {
  active: { tone: 'plain', icon: Check },
  disabled: { tone: 'danger', icon: CircleX },
  expiring: { tone: 'warn', icon: Hourglass },
  expired: { tone: 'neutral', icon: Circle },
};

const soon = 14 * 24 * 60 * 60 * 1000;

/** What about the password asks to be looked at. */
export function passwordState(user: User, now: number): 'expiring' | 'expired' | null {
  if (!user.hasPassword || user.passwordExpires === null) return null;
  const left = new Date(user.passwordExpires).getTime() - now;
  if (left <= 0) return 'expired';
  return left < soon ? 'expiring' : null;
}

export function stateOf(user: User): 'active' | 'disabled' {
  return user.disabled ? 'disabled' : 'active';
}

export function stateLook(state: UserState): { tone: ChipTone; icon: LucideIcon } {
  return looks[state];
}

export function fullName(user: User): string {
  return [user.firstName, user.lastName].filter(Boolean).join(' ');
}
