/**
 * WebKit on Linux gives the locale C.UTF-8, that of most containers, out as the
 * language "C". Intl throws at it, and with it every library that takes the
 * page's language for one.
 */
export function mendLanguage(of: Navigator = navigator): void {
  try {
    new Intl.Locale(of.language);
  } catch {
    Object.defineProperty(of, 'language', { value: 'en', configurable: true });
  }
}
