// One half of an operator's session in a browser; the other is a cookie that script cannot read.
// In the window there is none: the socket itself says who is asking.
const place = 'latchkey.session';

export function sessionValue(): string | null {
  try {
    return localStorage.getItem(place);
  } catch {
    return null;
  }
}

let left = false;
let leaving = false;

/** Somebody signs out here, or has, and nobody has signed in since. */
export const hasLeft = (): boolean => leaving || (left && sessionValue() === null);

/** A page of who signs in next may ask again: of those before nothing is left. */
export function forgetLeft(): void {
  left = false;
}

/** From now on nothing more is asked in this session, until it has ended or could not be. */
export function setLeaving(to: boolean): void {
  leaving = to;
}

export function setSession(value: string): void {
  left = false;
  localStorage.setItem(place, value);
}

export function clearSession(): void {
  try {
    localStorage.removeItem(place);
  } catch {
    // Where storage is forbidden nothing was kept.
  }
}

/** Forgets a session that was signed out of: what a page still asks until it is gone would be refused. */
export function leaveSession(): void {
  left = true;
  clearSession();
}
