const units: Record<string, number> = { m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Seconds of a span such as "36h" or "3d", as the core reads them; null where it is none. */
export function spanSeconds(text: string): number | null {
  const match = /^(\d{1,6})([mhdw])$/.exec(text.trim());
  const size = units[match?.[2] ?? ''];
  const seconds = size ? Number(match?.[1]) * size : 0;
  return seconds > 0 ? seconds : null;
}

/** The span as the core writes it, in the largest unit that is exact to the hour. */
export function spanText(seconds: number): string {
  if (seconds >= 86_400 && seconds % 86_400 < 3600) return `${Math.floor(seconds / 86_400)}d`;
  if (seconds >= 3600) return `${Math.round(seconds / 3600)}h`;
  return `${Math.max(1, Math.round(seconds / 60))}m`;
}
