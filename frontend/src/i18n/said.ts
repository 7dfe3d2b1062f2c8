import hints from './hints.en.json';

/**
 * What the core says of a refusal, in the language of the portal. The core speaks English, to the command line and to
 * whoever calls its API; `said.LANGUAGE.json` beside this file gives each of its sentences in another language. A Go
 * test holds that file against the core, so that none is missing and none is left over. What is not found stays as the
 * core has said it.
 */
interface Said {
  /** By the core's own text: %s and its like are what it fills in, {1}, {2} what becomes of them. */
  said: Record<string, string>;
  /** The same for what it fills in, and for what no error of the core itself says. */
  besides: Record<string, string>;
}

interface Form {
  pattern: RegExp;
  text: string;
}

const files = import.meta.glob<Said>('./said.*.json', { import: 'default' });

let words = new Map<string, string>();
let parts: Record<string, string> = {};
let forms: readonly Form[] = [];

const verb = /%[sdvq]/;
const verbs = /%[sdvq]/g;
const plain = (template: string) => template.replaceAll('%%', '%');
const literally = (text: string) => plain(text).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Brings the sentences of a language. */
export async function loadSaid(language: string): Promise<void> {
  const load = files[`./said.${language}.json`];
  // In English only what names a command, where the portal has a place for it.
  const { said, besides } = load ? await load() : { said: hints, besides: {} };
  const all = Object.entries({ ...said, ...besides });
  parts = besides;
  words = new Map(all.filter(([text]) => !verb.test(text)).map(([text, theirs]) => [plain(text), theirs]));
  // What says more of its own goes first: "%s is %s" fits nearly everything.
  forms = all
    .filter(([text]) => verb.test(text))
    .sort(([one], [other]) => other.replace(verbs, '').length - one.replace(verbs, '').length)
    .map(([text, theirs]) => ({
      pattern: new RegExp(`^${text.split(verb).map(literally).join('(.+?)')}$`, 's'),
      text: theirs,
    }));
}

/** A sentence of the core in the language of the portal. */
export function said(text: string): string {
  const whole = words.get(text);
  if (whole !== undefined) return whole;
  for (const form of forms) {
    const filled = form.pattern.exec(text);
    if (filled) return form.text.replace(/\{(\d)\}/g, (_, at) => part(filled[Number(at)] ?? ''));
  }
  return text;
}

/** What it was filled in with: mostly a name or a number, which is nobody's to translate. */
function part(text: string): string {
  if (Object.hasOwn(parts, text)) return parts[text] ?? text;
  return text.startsWith('the setting ') ? said(text) : text;
}
