import type { TFunction } from 'i18next';
import { formatLocale } from '../../i18n';
import { formatClock, formatDate, formatShortDate } from '../../i18n/format';
import type { Bar } from '../../ui/BarChart';
import type { Usage } from './calls';
import texts from './usage.en';

type Words = TFunction<'usage'>;

const hour = 3_600_000;
const day = 24 * hour;

export function barsOf(usage: Usage): Bar[] {
  return usage.buckets.map(({ at, ok, refused }) => ({ at: Date.parse(at), ok, refused }));
}

/** 4.5 % */
export function percent(part: number): string {
  const digits = part > 0 && part < 0.1 ? 1 : 0;
  return new Intl.NumberFormat(formatLocale(), {
    style: 'percent',
    minimumFractionDigits: 0,
    maximumFractionDigits: digits,
  })
    .format(part)
    .replace(/\s?%/, '\u202f%');
}

/** How it compares with the span of the same length before. */
export function comparison(now: number, before: number, t: Words): string {
  if (before === 0) return t('sum.fresh');
  const change = now / before - 1;
  if (Math.abs(change) < 0.005) return t('sum.same');
  return t(change > 0 ? 'sum.more' : 'sum.less', { percent: percent(Math.abs(change)) });
}

/** Milliseconds as people read them: 0.04, 4.1, 38. */
export function milliseconds(value: number): string {
  return new Intl.NumberFormat(formatLocale(), {
    maximumFractionDigits: value < 0.1 ? 2 : value < 10 ? 1 : 0,
  }).format(value);
}

/** When a bar begins, as its length wants it said. */
export function barTime(at: number, step: number, now: number): string {
  const time = formatClock(at);
  if (step >= day) return formatShortDate(at, now);
  return step >= hour ? `${formatShortDate(at, now)}, ${time}` : time;
}

/** The same on the axis below the bars: where they are hours of several days, midnight is said by its date. */
export function axisTime(at: number, step: number, now: number): string {
  if (step < hour) return formatClock(at);
  const moment = new Date(at);
  const midnight = moment.getHours() === 0 && moment.getMinutes() === 0;
  return step >= day || midnight ? formatShortDate(at, now) : formatClock(at);
}

export function exactBar(at: number, step: number): string {
  return step >= day ? formatDate(at) : `${formatDate(at)}, ${formatClock(at)}`;
}

/** Why something was refused, in words; what a newer core names stays as it calls it. */
export function reasonWords(reason: string, t: Words): string {
  return Object.hasOwn(texts.reason, reason) ? t(`reason.${reason as keyof typeof texts.reason}`) : reason;
}
