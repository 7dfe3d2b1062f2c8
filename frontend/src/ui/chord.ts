/** The key that is Ctrl elsewhere. */
export const apple = /Mac|iPhone|iPad/.test(navigator.platform);

type Press = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

const names: Record<string, string> = { ' ': 'space', escape: 'esc', delete: 'del', '=': '+', _: '-' };

// On a keyboard of another script the letter is the one that is printed in the same place.
function keyName({ key, code }: Press): string {
  const printed = /^[\x20-\x7e]$/.test(key) || key.length > 1 ? key : code.replace(/^Key/, '');
  const name = printed.toLowerCase();
  return names[name] ?? name;
}

/** What a press is called in a shortcut: "c", "mod k", "shift f10", "del". Null where another modifier is held. */
export function nameOf(press: Press): string | null {
  const mod = apple ? press.metaKey : press.ctrlKey;
  const other = apple ? press.ctrlKey : press.metaKey;
  if (other || press.altKey) return null;
  const name = keyName(press);
  if (mod) return `mod ${name}`;
  // Shift is how a "?" is typed: it counts only with keys that write nothing.
  return press.shiftKey && name.length > 1 ? `shift ${name}` : name;
}

/** The presses of a shortcut, one after the other: "G K" is two, "mod K" is one. */
export function pressesOf(keys: string): string[] {
  const parts = keys.toLowerCase().split(' ');
  return parts[0] === 'mod' || parts[0] === 'shift' ? [parts.join(' ')] : parts;
}

/** A shortcut of one press without a modifier that somebody may type unawares (WCAG 2.1.4). */
export function isSingle(keys: string): boolean {
  return pressesOf(keys).every((press) => press.length === 1);
}

export function matches(press: Press, keys: string): boolean {
  const [only, more] = pressesOf(keys);
  return more === undefined && nameOf(press) === only;
}
