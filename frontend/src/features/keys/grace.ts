import { spanSeconds } from '../../ui/span';

/** The graces on offer, as the core reads them. */
export const graces = ['now', '15m', '1h', '6h', '24h', '7d', 'custom'] as const;
export type Grace = (typeof graces)[number];

const longest = 30 * 86_400;

/** Why a grace of one's own cannot be sent, as the name of a text. */
export function graceFault(span: string): 'span.none' | 'span.graceLong' | null {
  const seconds = spanSeconds(span);
  if (seconds === null) return 'span.none';
  return seconds > longest ? 'span.graceLong' : null;
}
