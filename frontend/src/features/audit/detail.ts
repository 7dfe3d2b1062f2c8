import type { TFunction } from 'i18next';
import type { AuditEntry } from '../../api/types';
import { formatNumber } from '../../i18n/format';

type Words = TFunction<'audit'>;

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
