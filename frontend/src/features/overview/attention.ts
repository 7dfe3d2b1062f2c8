import type { TFunction } from 'i18next';
import {
  Archive,
  CalendarClock,
  CircleAlert,
  ClockAlert,
  HardDrive,
  Hourglass,
  KeyRound,
  LifeBuoy,
  type LucideIcon,
  PenLine,
  RefreshCw,
  Ticket,
  User,
} from 'lucide-react';
import { formatAgo, formatDate, formatDateTime, formatNumber, formatRelative } from '../../i18n/format';
import { said } from '../../i18n/said';
import type { Attention } from './calls';

type Words = TFunction<'overview'>;
type Kind = Attention['kind'];

/** Red is what is failing now, amber what is about to, grey what waits. */
type Urgency = 'danger' | 'warn' | 'calm';

const looks: Record<Kind, { icon: LucideIcon; urgency: Urgency }> = {
  store_full: { icon: HardDrive, urgency: 'danger' },
  clock_wrong: { icon: ClockAlert, urgency: 'danger' },
  key_expired_called: { icon: CircleAlert, urgency: 'danger' },
  key_blocked_called: { icon: CircleAlert, urgency: 'danger' },
  key_expiring: { icon: Hourglass, urgency: 'warn' },
  rotation_ending: { icon: RefreshCw, urgency: 'warn' },
  header_expiring: { icon: Ticket, urgency: 'warn' },
  passwords_expiring: { icon: User, urgency: 'calm' },
  recovery_key_missing: { icon: LifeBuoy, urgency: 'warn' },
  backup_failed: { icon: Archive, urgency: 'danger' },
  backup_old: { icon: Archive, urgency: 'calm' },
  backup_missing: { icon: Archive, urgency: 'warn' },
  signing_key_old: { icon: PenLine, urgency: 'calm' },
  keys_unused: { icon: KeyRound, urgency: 'calm' },
};

const unknown = { icon: CalendarClock, urgency: 'calm' } as const;

export function attentionLook(kind: Kind): { icon: LucideIcon; urgency: Urgency } {
  return looks[kind] ?? unknown;
}

/** What is the matter, and the figures behind it. */
export function attentionWords(
  item: Attention,
  now: number,
  t: Words,
  reason: (reason: string) => string,
): { title: string; text: string } {
  const { kind, subject, count, at, lastUsed, logins } = item;
  const days = at ? Math.floor((now - Date.parse(at)) / 86_400_000) : 0;
  const words = {
    name: subject?.name ?? '',
    count,
    at: at ? formatDateTime(at) : '',
    when: at ? formatRelative(at, now) : '',
    refused: formatNumber(logins.refused),
    logins: formatNumber(logins.ok + logins.refused),
    last: lastUsed ? formatAgo(lastUsed.at, now) : '',
    address: lastUsed?.address ?? '',
    reason: reason(item.detail),
    detail: said(item.detail),
    days: formatNumber(days),
  };
  switch (kind) {
    case 'passwords_expiring':
      return { title: t(`attention.${kind}`, words), text: t('attention.passwords_expiringText', words) };
    case 'keys_unused': {
      const text = lastUsed ? 'attention.keys_unusedText' : 'attention.keys_unusedNever';
      return {
        title: t(`attention.${kind}`, words),
        text: t(text, { ...words, at: at ? formatDate(at) : '' }),
      };
    }
    case 'header_expiring':
      return {
        title: several(t(`attention.${kind}`, words), item, t),
        text: t(lastUsed ? 'attention.header_expiringText' : 'attention.header_expiringNever', words),
      };
    case 'backup_old':
      return {
        title: t(`attention.${kind}`, { ...words, count: days }),
        text: [t('attention.backup_oldText', words), item.detail].filter(Boolean).join(', '),
      };
    case 'key_expiring':
      return {
        title: several(t(`attention.${kind}`, words), item, t),
        text: t('attention.key_expiringText', { ...words, count: logins.ok + logins.refused }),
      };
    case 'key_expired_called':
    case 'key_blocked_called':
    case 'rotation_ending':
      return {
        title: several(t(`attention.${kind}`, words), item, t),
        text: t(`attention.${kind}Text`, words),
      };
    default:
      return { title: t(`attention.${kind}`, words), text: t(`attention.${kind}Text`, words) };
  }
}

/** The last of many stands for the rest of them. */
function several(title: string, { count, subject }: Attention, t: Words): string {
  return count > 1 ? t('attention.several', { name: subject?.name ?? title, count: count - 1 }) : title;
}
