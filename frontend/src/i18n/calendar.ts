import dayjs from 'dayjs';
import { formatLocale } from './index';

const known = new Set<string>();

/** The names of months and days as Intl has them, for the calendar of the date fields: a language brings no file for it. */
export function calendarLocale(): string {
  const locale = formatLocale();
  const name = `intl-${locale}`.toLowerCase();
  if (known.has(name)) return name;
  known.add(name);
  // 2023 began on a Sunday, with which days of the week are counted.
  const days = Array.from({ length: 7 }, (_, at) => new Date(Date.UTC(2023, 0, 1 + at)));
  const months = Array.from({ length: 12 }, (_, at) => new Date(Date.UTC(2023, at, 1)));
  const words = (options: Intl.DateTimeFormatOptions, dates: readonly Date[]) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
    return dates.map((date) => format.format(date));
  };
  dayjs.locale(
    {
      // What the calendar does not show.
      formats: {},
      relativeTime: {},
      name,
      months: words({ month: 'long' }, months),
      monthsShort: words({ month: 'short' }, months),
      weekdays: words({ weekday: 'long' }, days),
      weekdaysShort: words({ weekday: 'short' }, days),
      weekdaysMin: words({ weekday: 'narrow' }, days),
      ordinal: (day: number) => String(day),
    },
    undefined,
    true,
  );
  return name;
}
