/** What the person looking at a token already knows about the credential behind it. */
export interface About {
  username: string;
  keyName?: string;
  accountName?: string;
}

/** What a claim means: a sentence of `token.claim.*` with its values, or the moment it stands for. */
export type Meaning =
  | { kind: 'text'; key: ClaimText; name?: string }
  | { kind: 'time'; at: Date }
  | { kind: 'none' };

type ClaimText =
  | 'user'
  | 'rolesOfKey'
  | 'thisKey'
  | 'namedKey'
  | 'fromAccount'
  | 'account'
  | 'customer'
  | 'issuer'
  | 'serial'
  | 'username';

/** Explains one claim of a token of Latchkey; one it does not know has no explanation. */
export function explain(claim: string, value: unknown, about: About): Meaning {
  switch (claim) {
    case 'uid':
    case 'sub':
      return { kind: 'text', key: 'user', name: about.username };
    case 'username':
      return { kind: 'text', key: 'username' };
    case 'ar':
      return { kind: 'text', key: 'rolesOfKey' };
    case 'ak':
      return about.keyName
        ? { kind: 'text', key: 'namedKey', name: about.keyName }
        : { kind: 'text', key: 'thisKey' };
    case 'ca':
      return about.accountName
        ? { kind: 'text', key: 'account', name: about.accountName }
        : { kind: 'text', key: 'fromAccount' };
    case 'realm':
    case 'domain':
      return { kind: 'text', key: 'fromAccount' };
    case 'cid':
      return { kind: 'text', key: 'customer' };
    case 'iss':
      return { kind: 'text', key: 'issuer' };
    case 'jti':
      return { kind: 'text', key: 'serial' };
    case 'iat':
    case 'nbf':
    case 'exp': {
      const at = momentOf(value);
      return at ? { kind: 'time', at } : { kind: 'none' };
    }
    default:
      return { kind: 'none' };
  }
}

/** A NumericDate of RFC 7519 as a moment, where it is one that a calendar can show. */
export function momentOf(value: unknown): Date | null {
  if (typeof value !== 'number') return null;
  const at = new Date(value * 1000);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** The value as one line; an empty list is an empty line, which the view puts into words. */
export function lineOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(', ');
  return JSON.stringify(value) ?? '';
}
