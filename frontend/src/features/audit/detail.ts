import type { TFunction } from 'i18next';
import type { AuditEntry } from '../../api/types';
import { formatNumber } from '../../i18n/format';

type Words = TFunction<'audit'>;

/** Why somebody was refused at the portal's sign-in, as the core writes it. */
const turnedAway = {
  'no such user': 'detail.away.unknown',
  'a wrong password': 'detail.away.password',
  'the user has no password': 'detail.away.none',
  'the password was right, the user is disabled': 'detail.away.disabled',
  'the password was right, the user is no operator': 'detail.away.operator',
  'the password was right, the code was not': 'detail.away.code',
  'too many tries, not looked at': 'detail.away.limited',
} as const;

const why = (t: Words, text: string) =>
  text in turnedAway ? t(turnedAway[text as keyof typeof turnedAway]) : text;

/**
 * What the core writes beside an action, by the action: it is kept in the log as it was, in English, so its few forms are
 * known here. A reason, or a name, is what somebody has written, and stays.
 */
const forms: readonly { of: RegExp; as: RegExp; say: (t: Words, filled: string[]) => string }[] = [
  {
    of: /^(key|authheader)\.create$/,
    as: /^for (.+)$/,
    say: (t, [name = '']) => t('detail.for', { name }),
  },
  {
    of: /^key\.bulk$/,
    as: /^(\d+) keys$/,
    say: (t, [keys]) => t('detail.keys', { count: Number(keys), keys: formatNumber(Number(keys)) }),
  },
  {
    of: /^key\.rotate$/,
    as: /^the old secret works for (.+)$/,
    say: (t, [span = '']) => t('detail.grace', { span }),
  },
  { of: /^key\.rotate$/, as: /^the old secret ended at once$/, say: (t) => t('detail.atOnce') },
  {
    of: /^setting\.change$/,
    as: /^from (.*) to (.*)$/,
    say: (t, [before = '', after = '']) => t('detail.changed', { before, after }),
  },
  {
    of: /^user\./,
    as: /^operator: (none|viewer|admin|owner)$/,
    say: (t, [role]) => t(`detail.role.${role as 'none' | 'viewer' | 'admin' | 'owner'}`),
  },
  {
    of: /\.import$/,
    as: /^(\d+) from lines (\d+) to (\d+)$/,
    say: (t, [made, first, last]) =>
      t('detail.lines', {
        made: formatNumber(Number(made)),
        first: formatNumber(Number(first)),
        last: formatNumber(Number(last)),
      }),
  },
  {
    of: /^session\.begin$/,
    as: /^([^;]+); (\d+) tries$/,
    say: (t, [reason = '', tries]) =>
      t('detail.away.times', {
        reason: why(t, reason),
        count: Number(tries),
        tries: formatNumber(Number(tries)),
      }),
  },
  { of: /^session\.begin$/, as: /^(.+)$/, say: (t, [reason = '']) => why(t, reason) },
  { of: /capture/, as: /^off$/, say: (t) => t('detail.off') },
  {
    of: /capture/,
    as: /^on for (\d+) minutes$/,
    say: (t, [minutes]) => t('detail.on', { count: Number(minutes) }),
  },
];

export function detailWords({ action, detail }: AuditEntry, t: Words): string {
  for (const { of, as, say } of forms) {
    const filled = of.test(action) ? as.exec(detail) : null;
    if (filled) return say(t, filled.slice(1));
  }
  return detail;
}
