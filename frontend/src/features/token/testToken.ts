const part = (value: object) =>
  btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** A token for tests, with a signature that is none. */
export function tokenOf(claims: object, alg = 'HS384'): string {
  return `${part({ alg, typ: 'JWT', kid: 'm-2026-09' })}.${part(claims)}.c2ln`;
}
