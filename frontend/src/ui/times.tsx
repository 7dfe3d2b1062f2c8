import { formatAgo, formatExact, formatRelative } from '../i18n/format';

// Functions, not components: they stand in every row of a list.

/** A moment as people say it, "in 90 days" or "2 min ago", with the exact one for machines and on hover. */
export function relativeTime(moment: string, now: number) {
  return (
    <time dateTime={moment} title={formatExact(moment)}>
      {formatRelative(moment, now)}
    </time>
  );
}

/** The same of what has happened, however the two clocks differ. */
export function agoTime(moment: string, now: number) {
  return (
    <time dateTime={moment} title={formatExact(moment)}>
      {formatAgo(moment, now)}
    </time>
  );
}
