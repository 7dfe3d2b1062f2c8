import { minimumLength } from '../entry/strength';

/** What a user gets as a password: none, one that is made here, or one that is typed. */
export type PasswordChoice = { kind: 'none' } | { kind: 'made' } | { kind: 'typed'; text: string };

// Without what is easily taken for something else: 0 O o, 1 l I.
const alphabet = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Four groups of five: about 116 bits, and still to be read out over the phone. */
export function makePassword(): string {
  const letters: string[] = [];
  while (letters.length < 20) {
    for (const byte of crypto.getRandomValues(new Uint8Array(32))) {
      // Only whole rounds of the alphabet, so that no letter comes more often.
      const letter = byte < 256 - (256 % alphabet.length) ? alphabet[byte % alphabet.length] : undefined;
      if (letter !== undefined) letters.push(letter);
    }
  }
  return [0, 5, 10, 15].map((from) => letters.slice(from, from + 5).join('')).join('-');
}

export function isTooShort(choice: PasswordChoice): boolean {
  return choice.kind === 'typed' && [...choice.text].length < minimumLength;
}

/** The password itself, undefined for none. */
export function passwordOf(choice: PasswordChoice): string | undefined {
  if (choice.kind === 'none') return undefined;
  return choice.kind === 'made' ? makePassword() : choice.text;
}
