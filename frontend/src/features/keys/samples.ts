/** What a pair of credentials is copied as, beside the curl of features/token. */
export function asEnv(accessKey: string, secret: string): string {
  return `LATCHKEY_ACCESS_KEY=${accessKey}\nLATCHKEY_SECRET=${secret}\n`;
}

export function asJson(accessKey: string, secret: string): string {
  return JSON.stringify({ accessKey, secret });
}
