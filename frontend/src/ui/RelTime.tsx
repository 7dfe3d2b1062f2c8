import { useNow } from '../i18n/clock';
import { formatExact, formatRelative } from '../i18n/format';

/** A moment as people say it, with the exact one for machines and on hover. */
export function RelTime({ at, className }: { at: string; className?: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={formatExact(at)} className={className}>
      {formatRelative(at, now)}
    </time>
  );
}
