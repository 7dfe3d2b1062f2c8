/** How hard a password is to guess, roughly and without a dictionary: a hint while typing, never a refusal. */

export const minimumLength = 10;

type Level = 'empty' | 'short' | 'weak' | 'fair' | 'good' | 'strong';

type Advice = 'length' | 'personal' | 'common' | 'pattern' | 'longer' | null;

export interface Strength {
  level: Level;
  /** Filled parts of a meter of four. */
  score: 0 | 1 | 2 | 3 | 4;
  advice: Advice;
}

/** Bits from which a level starts: online guessing is limited, so even "fair" holds against it; a stolen store is what the rest is for. */
const steps = { fair: 40, good: 55, strong: 70 } as const;

const common = [
  'password',
  'passwort',
  'latchkey',
  'letmein',
  'welcome',
  'willkommen',
  'secret',
  'geheim',
  'admin',
  'administrator',
  'master',
  'monkey',
  'dragon',
  'login',
  'iloveyou',
  'sunshine',
  'princess',
  'football',
  'baseball',
  'trustno',
  'superman',
  'batman',
  'shadow',
  'summer',
  'winter',
  'spring',
  'autumn',
  'sommer',
  'changeme',
  'default',
  'company',
  'access',
  'hello',
  'hallo',
  'test',
  'user',
  'root',
  'owner',
  'pass',
] as const;

const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'qwertzuiop',
  'asdfghjkl',
  'zxcvbnm',
  'yxcvbnm',
  'azertyuiop',
];

/** `personal` are words an attacker would try first: the username, the person's names, the mail address. */
export function strengthOf(password: string, personal: readonly string[] = []): Strength {
  const length = [...password].length;
  if (length === 0) return { level: 'empty', score: 0, advice: null };
  if (length < minimumLength) return { level: 'short', score: 0, advice: 'length' };

  const { bits, worst } = estimate(password, personal);
  if (bits >= steps.strong) return { level: 'strong', score: 4, advice: null };
  if (bits >= steps.good) return { level: 'good', score: 3, advice: worst };
  if (bits >= steps.fair) return { level: 'fair', score: 2, advice: worst ?? 'longer' };
  return { level: 'weak', score: 1, advice: worst ?? 'longer' };
}

interface Estimate {
  bits: number;
  worst: Exclude<Advice, 'length' | 'longer'>;
}

/** Walks the password once and takes at each place the longest piece that is cheap to guess, else one character. */
function estimate(password: string, personal: readonly string[]): Estimate {
  const lower = password.toLowerCase();
  const plain = unleet(lower);
  const words = personal
    .flatMap((word) => word.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= 3);
  const perChar = Math.log2(alphabetOf(password));
  let bits = 0;
  let worst: Estimate['worst'] = null;
  for (let at = 0; at < lower.length; ) {
    const own = longestAt(lower, plain, at, words);
    const known = longestAt(lower, plain, at, common);
    const run = Math.max(repeatAt(lower, at), sequenceAt(lower, at));
    const year = /^(19|20)\d\d/.test(lower.slice(at)) ? 4 : 0;
    const word = wordAt(lower, at);
    if (own > 0 && own >= known) {
      bits += 3;
      worst = 'personal';
      at += own;
    } else if (known > 0) {
      bits += 8;
      worst = worst ?? 'common';
      at += known;
    } else if (run >= 3) {
      bits += 4 + Math.log2(run);
      worst = worst ?? 'pattern';
      at += run;
    } else if (year > 0) {
      bits += 7;
      at += year;
    } else if (word >= 4) {
      bits += Math.min(word * perChar, 9 + word);
      at += word;
    } else {
      bits += perChar;
      at += 1;
    }
  }
  return { bits, worst };
}

function alphabetOf(text: string): number {
  let size = 0;
  if (/[a-z]/.test(text)) size += 26;
  if (/[A-Z]/.test(text)) size += 26;
  if (/[0-9]/.test(text)) size += 10;
  if (/[^a-zA-Z0-9]/.test(text)) size += 32;
  return Math.max(size, 2);
}

const leet: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

function unleet(text: string): string {
  return text.replace(/[013457@$!]/g, (char) => leet[char] ?? char);
}

function longestAt(lower: string, plain: string, at: number, words: readonly string[]): number {
  return words.reduce(
    (best, word) =>
      word.length > best && (lower.startsWith(word, at) || plain.startsWith(word, at)) ? word.length : best,
    0,
  );
}

function repeatAt(text: string, at: number): number {
  let length = 1;
  while (text[at + length] === text[at]) length += 1;
  return length;
}

function sequenceAt(text: string, at: number): number {
  const first = text.charAt(at);
  let best = 1;
  for (const row of rows) {
    for (const line of [row, [...row].reverse().join('')]) {
      const from = line.indexOf(first);
      if (from < 0) continue;
      let length = 1;
      while (from + length < line.length && text[at + length] === line[from + length]) length += 1;
      best = Math.max(best, length);
    }
  }
  return best;
}

/** A run of letters that could be said aloud: vowels in it, and never five consonants in a row. */
function wordAt(text: string, at: number): number {
  const run = /^\p{L}+/u.exec(text.slice(at))?.[0] ?? '';
  const vowels = run.match(/[aeiouyäöüáéíóú]/gu)?.length ?? 0;
  const sayable =
    vowels >= run.length * 0.2 && vowels <= run.length * 0.7 && !/[^aeiouyäöüáéíóú]{5}/u.test(run);
  return sayable ? run.length : 0;
}
