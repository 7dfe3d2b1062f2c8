const day = 24 * 60 * 60 * 1000;

/** The spans on offer, as the core reads them. */
export const spans = ['7d', '30d', '90d', '1y'] as const;
type Span = (typeof spans)[number];

const days: Record<Span, number> = { '7d': 7, '30d': 30, '90d': 90, '1y': 365 };

/** What is chosen for an expiry: a span from now, a moment of one's own, none, or the one it has already. */
export type Expiry =
  | { kind: 'span'; span: Span }
  | { kind: 'custom'; at: Date | null }
  | { kind: 'never' }
  | { kind: 'keep'; at: string | null };

/** The moment it comes to, null for never and for a custom one that is not filled in yet. */
export function expiryMoment(expiry: Expiry, now: number): Date | null {
  switch (expiry.kind) {
    case 'span':
      return new Date(now + days[expiry.span] * day);
    case 'custom':
      return expiry.at;
    case 'never':
      return null;
    case 'keep':
      return expiry.at === null ? null : new Date(expiry.at);
  }
}

/** The word for the core, undefined where nothing is to change or nothing is chosen yet. */
export function expiryWord(expiry: Expiry): string | undefined {
  switch (expiry.kind) {
    case 'span':
      return expiry.span;
    case 'custom':
      return expiry.at?.toISOString();
    case 'never':
      return 'never';
    case 'keep':
      return undefined;
  }
}

/** Why a choice cannot be sent, as the name of a text. */
export function expiryFault(expiry: Expiry, now: number): 'expiry.missing' | 'expiry.past' | null {
  if (expiry.kind !== 'custom') return null;
  if (expiry.at === null) return 'expiry.missing';
  return expiry.at.getTime() <= now ? 'expiry.past' : null;
}
