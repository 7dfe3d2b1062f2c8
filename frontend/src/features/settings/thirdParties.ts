/** A work of others, with the text of its licence. */
export interface ThirdParty {
  name: string;
  version: string;
  kind: string;
  text: string;
}

const rule = '='.repeat(80);
const title = /^(?<name>.+) (?<version>\S+|from \S+) \((?<kind>[^()]+)\)$/;

/** Reads THIRD_PARTY.txt: a head, then titles between rules, each with the text that holds for all of them. */
export function readThirdParties(text: string): ThirdParty[] {
  const pieces = text.split(`${rule}\n`).slice(1);
  const found: ThirdParty[] = [];
  for (let at = 0; at + 1 < pieces.length; at += 2) {
    const licence = (pieces[at + 1] ?? '').trim();
    for (const line of (pieces[at] ?? '').trim().split('\n')) {
      const { name, version, kind } = title.exec(line)?.groups ?? {};
      if (name && version && kind) found.push({ name, version, kind, text: licence });
    }
  }
  return found.sort((one, other) => one.name.localeCompare(other.name));
}

/** They come when somebody asks for them, as a file beside the page. */
export async function loadThirdParties(signal: AbortSignal): Promise<ThirdParty[]> {
  const answer = await fetch(new URL('licences.txt', document.baseURI), { signal });
  if (!answer.ok) throw new Error(`licences.txt: ${answer.status}`);
  return readThirdParties(await answer.text());
}
