import i18next from 'i18next';
import { formatLocale } from './index';

type Moment = string | number | Date;

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

// Making a format costs a hundred times what using it does, and a list writes several a row: they are kept.
let kept = new Map<Intl.DateTimeFormatOptions, Intl.DateTimeFormat>();
let keptLocale = '';
let keptOffset = Number.NaN;

/** The moment as one of the formats below says it, in the language and the time zone of now. */
function as(options: Intl.DateTimeFormatOptions, moment: Moment): string {
  const locale = formatLocale();
  // A laptop that travels changes its time zone, and a kept format would not notice.
  const offset = new Date().getTimezoneOffset();
  if (locale !== keptLocale || offset !== keptOffset) {
    kept = new Map();
    keptLocale = locale;
    keptOffset = offset;
  }
  let format = kept.get(options);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { hourCycle: 'h23', ...options });
    kept.set(options, format);
  }
  return format.format(new Date(moment));
}

const shortDay = { day: 'numeric', month: 'short' } as const;
const wholeDay = { ...shortDay, year: 'numeric' } as const;
const minutes = { hour: '2-digit', minute: '2-digit' } as const;
const seconds = { ...minutes, second: '2-digit' } as const;
const milliseconds = { ...seconds, fractionalSecondDigits: 3 } as const;

/** 20 Feb 2027 */
export function formatDate(moment: Moment): string {
  return as(wholeDay, moment);
}

/** 14:03 */
function formatTime(moment: Moment): string {
  return as(minutes, moment);
}

/** The same where the day is known. */
export { formatTime as formatClock };

/** 14:03:12 */
export function formatSeconds(moment: Moment): string {
  return as(seconds, moment);
}

/** 14:03:12.412 */
export function formatMilliseconds(moment: Moment): string {
  return as(milliseconds, moment);
}

/** 20 Feb 2027, 14:03 */
export function formatDateTime(moment: Moment): string {
  return i18next.t('time.dateTime', { date: formatDate(moment), time: formatTime(moment) });
}

/** 20 Feb 2027, 14:03:12: for tooltips, where nothing may be left out. */
export function formatExact(moment: Moment): string {
  return i18next.t('time.dateTime', { date: formatDate(moment), time: formatSeconds(moment) });
}

/** 2 Nov; with its year where that is another one. */
export function formatShortDate(moment: Moment, now: number): string {
  const sameYear = new Date(moment).getFullYear() === new Date(now).getFullYear();
  return sameYear ? as(shortDay, moment) : formatDate(moment);
}

/** 2 Nov, 09:14; with its year where that is another one. */
export function formatShortDateTime(moment: Moment, now: number): string {
  return i18next.t('time.dateTime', { date: formatShortDate(moment, now), time: formatTime(moment) });
}

function calendarDays(from: number, to: number): number {
  const midnight = (at: number) => {
    const date = new Date(at);
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  };
  return Math.round((midnight(to) - midnight(from)) / day);
}

function formatPast(at: number, now: number): string {
  const gone = now - at;
  if (gone < 10_000) return i18next.t('time.justNow');
  if (gone < minute) return i18next.t('time.secondsAgo', { count: Math.floor(gone / 1000) });
  if (gone < hour) return i18next.t('time.minutesAgo', { count: Math.floor(gone / minute) });
  if (gone < 12 * hour) return i18next.t('time.hoursAgo', { count: Math.floor(gone / hour) });
  const days = calendarDays(at, now);
  if (days === 0) return i18next.t('time.today', { time: formatTime(at) });
  if (days === 1) return i18next.t('time.yesterday', { time: formatTime(at) });
  if (days < 14) return i18next.t('time.daysAgo', { count: days });
  return formatShortDateTime(at, now);
}

function formatFuture(at: number, now: number): string {
  const left = at - now;
  if (left < minute) return i18next.t('time.inSeconds', { count: Math.max(1, Math.round(left / 1000)) });
  if (left < hour) return i18next.t('time.inMinutes', { count: Math.round(left / minute) });
  if (left < day) return i18next.t('time.inHours', { count: Math.round(left / hour) });
  return i18next.t('time.inDays', { count: Math.round(left / day) });
}

/** 2 min ago, yesterday, 18:20, in 90 days. */
export function formatRelative(moment: Moment, now: number): string {
  const at = new Date(moment).getTime();
  return at <= now ? formatPast(at, now) : formatFuture(at, now);
}

/** The same of what has happened: a clock that runs ahead of ours must not make it the future. */
export function formatAgo(moment: Moment, now: number): string {
  return formatPast(Math.min(new Date(moment).getTime(), now), now);
}

/** 1 284, in English with a narrow space that does not break; elsewhere as the language has it. */
export function formatNumber(value: number): string {
  const locale = formatLocale();
  const numbers = new Intl.NumberFormat(locale);
  if (!locale.startsWith('en')) return numbers.format(value);
  return numbers
    .formatToParts(value)
    .map((part) => (part.type === 'group' ? '\u202f' : part.value))
    .join('');
}

/** 1 hour, 90 minutes */
export function formatSpan(seconds: number): string {
  const unit = seconds % 86_400 === 0 ? 'day' : seconds % 3600 === 0 ? 'hour' : 'minute';
  const size = { day: 86_400, hour: 3600, minute: 60 }[unit];
  return new Intl.NumberFormat(formatLocale(), { style: 'unit', unit, unitDisplay: 'long' }).format(
    Math.max(1, Math.round(seconds / size)),
  );
}

/** Partner, InvoiceRead and StockRead */
export function formatList(words: readonly string[]): string {
  return new Intl.ListFormat(formatLocale(), { type: 'conjunction' }).format(words);
}
