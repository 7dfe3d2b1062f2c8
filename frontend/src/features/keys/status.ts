import {
  Ban,
  Check,
  Circle,
  Clock,
  Hourglass,
  type LucideIcon,
  Pause,
  RefreshCw,
  ShieldAlert,
} from 'lucide-react';
import type { Key } from '../../api/types';
import type { ChipTone } from '../../ui/Chip';

export const keyStates = ['active', 'pending', 'paused', 'expired', 'revoked'] as const;

export type ShownState = (typeof keyStates)[number] | 'expiring' | 'rotating' | 'blocked';

const looks: Record<ShownState, { tone: ChipTone; icon: LucideIcon }> = {
  active: { tone: 'plain', icon: Check },
  pending: { tone: 'warn', icon: Clock },
  expiring: { tone: 'warn', icon: Hourglass },
  rotating: { tone: 'warn', icon: RefreshCw },
  paused: { tone: 'neutral', icon: Pause },
  expired: { tone: 'neutral', icon: Circle },
  revoked: { tone: 'danger', icon: Ban },
  blocked: { tone: 'danger', icon: ShieldAlert },
};

const soon = 14 * 24 * 60 * 60 * 1000;

export function endsSoon(expires: string | null, now: number): boolean {
  return expires !== null && new Date(expires).getTime() - now < soon;
}

/** What the chip says: the state, and of an active key what is about to change it or keeps it from working. */
export function shownState(key: Key, now: number): ShownState {
  if (key.state !== 'active') return key.state;
  if (key.blocked !== '') return 'blocked';
  if (key.rotation && new Date(key.rotation.until).getTime() > now) return 'rotating';
  return endsSoon(key.expires, now) ? 'expiring' : 'active';
}

export function stateLook(state: ShownState): { tone: ChipTone; icon: LucideIcon } {
  return looks[state];
}

export function hasEnded(key: Key): boolean {
  return key.state === 'revoked';
}
