/** A part of a text, and whether it is what was searched for. */
export interface Piece {
  text: string;
  hit: boolean;
}

/** Without case and accents, letter for letter, so that places in it are places in the text. */
export function fold(text: string): string {
  return [...text].map((letter) => letter.normalize('NFD').charAt(0).toLowerCase()).join('');
}

function places(text: string, word: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) found.push(at);
  return found;
}

const startsWord = (text: string, at: number) => at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1));

/**
 * How well a text answers what was typed: every word of it must stand there, the better the nearer to a beginning.
 * Null where it does not answer at all. `more` is found, too, but counts less.
 */
export function score(label: string, typed: string, more = ''): number | null {
  const name = fold(label);
  const rest = fold(more);
  let sum = 0;
  for (const word of fold(typed).split(/\s+/).filter(Boolean)) {
    const found = places(name, word);
    if (found.length === 0) {
      if (!places(rest, word).some((at) => startsWord(rest, at))) return null;
      sum += 1;
    } else if (found[0] === 0) sum += 4;
    else if (found.some((at) => startsWord(name, at))) sum += 3;
    else if (word.length > 1) sum += 1.5;
    else return null;
  }
  return sum;
}

/** The text in pieces, those that were typed marked: at a beginning of a word where there is one. */
export function pieces(text: string, typed: string): Piece[] {
  const letters = [...text];
  const folded = fold(text);
  const hit = new Array<boolean>(letters.length).fill(false);
  for (const word of fold(typed).split(/\s+/).filter(Boolean)) {
    const found = places(folded, word);
    const at = found.find((place) => startsWord(folded, place)) ?? found[0];
    if (at !== undefined) hit.fill(true, at, at + word.length);
  }
  const parts: Piece[] = [];
  letters.forEach((letter, at) => {
    const last = parts.at(-1);
    if (last && last.hit === hit[at]) last.text += letter;
    else parts.push({ text: letter, hit: hit[at] === true });
  });
  return parts;
}
