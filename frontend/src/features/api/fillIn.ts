interface Filling {
  accessKey: string | undefined;
  username: string | undefined;
}

/**
 * The description with the examples of request bodies filled in: where it names an access key or a username, the
 * chosen one stands. Secrets stay the placeholders they are.
 */
export function fillIn(description: unknown, { accessKey, username }: Filling): object {
  const known: Record<string, string | undefined> = { accessKey, apiKey: accessKey, username };
  const walk = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part !== 'object' || part === null) return part;
    const copy = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, walk(value)]));
    // An example of a body: names and their texts.
    for (const [name, value] of Object.entries(known)) {
      if (value !== undefined && typeof copy[name] === 'string') copy[name] = value;
    }
    const { properties } = copy;
    if (typeof properties === 'object' && properties !== null) {
      for (const [name, value] of Object.entries(known)) {
        const member: unknown = Reflect.get(properties, name);
        if (value !== undefined && typeof member === 'object' && member !== null) {
          Reflect.deleteProperty(member, 'examples');
          Reflect.set(member, 'example', value);
        }
      }
    }
    return copy;
  };
  return Object(walk(description));
}
