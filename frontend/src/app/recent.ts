const place = 'latchkey.recent-commands';
const kept = 8;

/** Ids of the commands that were run from the palette, the latest first. Never what was typed or found. */
export function recentCommands(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(place) ?? '[]');
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

export function noteCommand(id: string): void {
  const ids = [id, ...recentCommands().filter((each) => each !== id)].slice(0, kept);
  try {
    localStorage.setItem(place, JSON.stringify(ids));
  } catch {
    // Storage may be forbidden; then nothing is offered first.
  }
}
