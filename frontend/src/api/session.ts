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

export function setSession(value: string): void {
  localStorage.setItem(place, value);
}

export function clearSession(): void {
  try {
    localStorage.removeItem(place);
  } catch {
    // Where storage is forbidden nothing was kept.
  }
}
