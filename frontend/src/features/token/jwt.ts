/** A JSON Web Token taken apart for reading. Nothing here checks a signature: that is what `/verify` and the samples are for. */
interface Jwt {
  header: Record<string, unknown>;
  /** In the order the token has them. */
  claims: Record<string, unknown>;
  /** Header, payload and signature as they were sent. */
  parts: readonly [string, string, string];
}

type JwtFault = 'parts' | 'base64' | 'text' | 'json';

export type Decoded = { ok: true; jwt: Jwt } | { ok: false; fault: JwtFault };

class Fault extends Error {
  constructor(readonly fault: JwtFault) {
    super(fault);
  }
}

/** Takes any text apart; what is no token comes back as the first thing wrong with it, never as an exception. */
export function decodeJwt(text: string): Decoded {
  const [head, payload, signature, ...rest] = text.trim().split('.');
  if (!head || !payload || !signature || rest.length > 0) return { ok: false, fault: 'parts' };
  try {
    bytesOf(signature);
    const header = objectOf(head);
    const claims = objectOf(payload);
    return { ok: true, jwt: { header, claims, parts: [head, payload, signature] } };
  } catch (error) {
    if (error instanceof Fault) return { ok: false, fault: error.fault };
    throw error;
  }
}

function objectOf(part: string): Record<string, unknown> {
  const text = textOf(bytesOf(part));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Fault('json');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Fault('json');
  return value as Record<string, unknown>;
}

/** base64url without padding, as RFC 7515 has it; the other alphabet and padding are faults, not variants. */
function bytesOf(part: string): Uint8Array {
  if (!/^[A-Za-z0-9_-]+$/.test(part) || part.length % 4 === 1) throw new Fault('base64');
  const binary = atob(part.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Fault('text');
  }
}
