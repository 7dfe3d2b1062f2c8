import { Check, Circle, CircleX, Hourglass, type LucideIcon, ShieldAlert } from 'lucide-react';
import type { AuthHeader } from '../../api/types';
import type { ChipTone } from '../../ui/Chip';

export const headerStates = ['active', 'expired', 'deleted'] as const;

export type ShownState = (typeof headerStates)[number] | 'expiring' | 'blocked';

const looks: Record<ShownState, { tone: ChipTone; icon: LucideIcon }> = {
  active: { tone: 'plain', icon: Check },
  expiring: { tone: 'warn', icon: Hourglass },
  expired: { tone: 'neutral', icon: Circle },
  deleted: { tone: 'danger', icon: CircleX },
  blocked: { tone: 'danger', icon: ShieldAlert },
};

const soon = 14 * 24 * 60 * 60 * 1000;

export function endsSoon(expires: string | null, now: number): boolean {
  return expires !== null && new Date(expires).getTime() - now < soon;
}

export function shownState(header: AuthHeader, now: number): ShownState {
  if (header.state !== 'active') return header.state;
  if (header.blocked !== '') return 'blocked';
  return endsSoon(header.expires, now) ? 'expiring' : 'active';
}

export function stateLook(state: ShownState): { tone: ChipTone; icon: LucideIcon } {
  return looks[state];
}
