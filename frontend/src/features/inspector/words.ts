import type { TFunction } from 'i18next';
import { formatAgo, formatDateTime, formatList } from '../../i18n/format';
import type { ActivityDetail } from './calls';
import type { Activity } from './feed';
import texts from './inspector.en';

type Words = TFunction<'inspector'>;
type Check = ActivityDetail['checks'][number];

/** What a request was about, in a word. */
export function subjectWords({ subject }: Activity, t: Words): string {
  switch (subject?.kind) {
    case 'key':
      return subject.name;
    case 'authheader':
      return t('subject.authheader', { name: subject.name });
    case 'user':
      return t('subject.user', { name: subject.name });
    default:
      return t('subject.none');
  }
}

function own<Texts extends object>(map: Texts, key: string): key is keyof Texts & string {
  return Object.hasOwn(map, key);
}

/** The verdict in one line: the cause first. */
export function verdictWords(item: ActivityDetail, now: number, t: Words): string {
  if (item.checks.length === 0) return t('why.plain', { status: item.status });
  if (!item.refused) return t('why.accepted');
  const failed = item.checks.find(({ result }) => result === 'failed');
  const ago = failed?.at ? formatAgo(failed.at, now) : '';
  const kind = item.subject?.kind;
  if (item.reason === 'expired') {
    const what = { authheader: 'expiredHeader', user: 'expiredPassword' } as const;
    return t(`why.refused.${kind === 'authheader' || kind === 'user' ? what[kind] : 'expired'}`, { ago });
  }
  if (item.reason === 'secret' && kind === 'user') return t('why.refused.password');
  return own(texts.why.refused, item.reason)
    ? t(`why.refused.${item.reason}`, { address: item.address, ago })
    : t('why.refused.other');
}

/** What is known around it. */
export function aroundWords(item: ActivityDetail, t: Words): string {
  if (item.checks.length === 0) return t('why.plainText');
  const { subject } = item;
  const parts = [
    subject && subject.kind !== 'user' && t('why.about', { name: subject.name, user: subject.user }),
    item.refused
      ? item.refusals > 0 && t('why.times', { count: item.refusals, ordinal: item.refusals })
      : t('why.acceptedText'),
    item.oldSecret && t('why.oldSecret'),
  ];
  return parts.filter(Boolean).join(' ');
}

export function checkName({ check }: Pick<Check, 'check'>, item: ActivityDetail, t: Words): string {
  return check === 'secret' && item.subject?.kind === 'user'
    ? t('why.check.password_')
    : t(`why.check.${check}`);
}

/** What a check said, or would have said. */
export function checkWords(check: Check, item: ActivityDetail, t: Words): string {
  const says = (passes: boolean): string => {
    const words = { address: item.address, at: check.at ? formatDateTime(check.at) : '' };
    if (passes && check.check === 'found' && item.subject) {
      return [item.subject.name, item.subject.hint.slice(0, 12)].filter(Boolean).join(' ');
    }
    if (!passes && check.check === 'secret' && item.reason === 'no_password') return t('why.fail.noPassword');
    const side = passes ? 'pass' : 'fail';
    if (check.at && check.check === 'expiry') return t(`why.${side}.expiryAt`, words);
    if (check.at && check.check === 'start') return t(`why.${side}.startAt`, words);
    return t(`why.${side}.${check.check}`, words);
  };
  if (check.result !== 'not_reached') return says(check.result === 'passed');
  return check.would === 'unknown'
    ? t('why.notReachedUnknown')
    : t('why.notReached', { would: says(check.would === 'pass') });
}

/** What would let it pass, and whether that is enough. */
export function thenWords(item: ActivityDetail, t: Words): string {
  if (!item.mend) return item.now.length === 0 && item.subject ? t('why.nowFine') : '';
  const then = t(`why.helps.${item.mend.action}`);
  if (item.mend.action === 'replace') return then;
  const others = item.checks
    .filter(({ would }) => would === 'fail')
    .map((check) => checkName(check, item, t));
  return others.length === 0
    ? t('why.helps.only', { then })
    : t('why.helps.also', { then, checks: formatList(others) });
}

/** What the client saw, whatever the cause was. */
export function toldWords(item: Activity, t: Words): string {
  const told = texts.why.told;
  return item.status === 401 && item.path !== 'other' && own(told, item.path)
    ? t(`why.told.${item.path as '/login'}`)
    : t('why.told.other', { status: item.status });
}
