import i18next from 'i18next';

const units = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_536_000 } as const;

/** Seconds of a span such as "36h" or "3d", as the core reads them; null where it is none. */
export function spanSeconds(text: string): number | null {
  const [, count, unit] = /^(\d{1,6})([smhdwy])$/.exec(text.trim()) ?? [];
  return Number(count) * units[unit as keyof typeof units] || null;
}

/** The span as the core writes it, in the largest unit that is exact to the hour. */
export function spanText(seconds: number): string {
  if (seconds >= 86_400 && seconds % 86_400 < 3600) return `${Math.floor(seconds / 86_400)}d`;
  if (seconds >= 3600) return `${Math.round(seconds / 3600)}h`;
  return `${Math.max(1, Math.round(seconds / 60))}m`;
}

/** The same for people: "90 d". */
export function spanWords(span: string): string {
  const [, count = '', unit = ''] = /^(\d+)([smhdwy])$/.exec(span) ?? [];
  return unit === '' ? span : i18next.t(`span.${unit as keyof typeof units}`, { count: Number(count) });
}
