/** Where to go after signing in: a path of the portal's own, never an address of elsewhere. */
export function returnPath(wanted: string | undefined): string {
  if (!wanted?.startsWith('/') || wanted.startsWith('//') || wanted.startsWith('/sign-in')) return '/';
  return wanted;
}
