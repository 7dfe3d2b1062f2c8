import type { TFunction } from 'i18next';
import {
  Activity,
  Building2,
  ChevronRight,
  KeyRound,
  type LucideIcon,
  User as Person,
  Plus,
  RefreshCw,
} from 'lucide-react';
import type { Command } from '../ui/commands';
import { score } from './match';
import type { Found } from './paletteFind';

/** A line of the palette. */
export interface Item {
  id: string;
  icon: LucideIcon;
  label: string;
  detail?: string;
  mono?: boolean;
  keys?: string;
  /** What mod C copies of it, and what that is called. */
  copy?: { text: string; what: string };
  /** The command it is a view of: remembered as done lately. */
  command?: string;
  run: () => void;
}

export interface ItemGroup {
  id: string;
  label: string;
  items: readonly Item[];
}

/** How many lines are offered before anything is typed. */
const likeliest = 8;
const fewest = 6;

function itemOf(command: Command): Item {
  const { id, icon, label, detail, keys, run } = command;
  return {
    id: `command.${id}`,
    command: id,
    icon: icon ?? ChevronRight,
    label,
    run,
    ...(detail && { detail }),
    ...(keys && { keys }),
  };
}

/** Before anything is typed: what this page can do, then what was done lately, then the rest. */
export function likelyGroups(
  commands: readonly Command[],
  recent: readonly string[],
  t: TFunction,
): ItemGroup[] {
  // What has a key of its own is what the page is for.
  const page = commands
    .filter(({ group }) => !group || group === 'page')
    .sort((one, other) => Number(other.keys !== undefined) - Number(one.keys !== undefined));
  const lately = recent.flatMap((id) => commands.filter((each) => each.id === id && !page.includes(each)));
  const rest = (['go', 'do', 'look'] as const).flatMap((group) =>
    commands.filter((command) => command.group === group && !lately.includes(command)),
  );
  let left = likeliest;
  const take = (id: string, label: string, some: readonly Command[]): ItemGroup => {
    const items = some.slice(0, left).map(itemOf);
    left -= items.length;
    return { id, label, items };
  };
  return [
    take('page', t('palette.page'), page),
    take('recent', t('palette.recent'), lately),
    take('rest', t('palette.rest'), rest),
  ].filter(({ items }) => items.length > 0);
}

/** The commands that answer what is typed, the best first. */
export function commandGroup(commands: readonly Command[], typed: string, t: TFunction): ItemGroup {
  const found = commands
    .map((command) => ({ command, value: score(command.label, typed, command.words) }))
    .filter(({ value }) => value !== null)
    .sort((one, other) => (other.value ?? 0) - (one.value ?? 0))
    .slice(0, fewest);
  return { id: 'do', label: t('palette.do'), items: found.map(({ command }) => itemOf(command)) };
}

interface Open {
  key: (id: string) => void;
  user: (id: string) => void;
  account: (id: string) => void;
  /** Only for whoever may change keys. */
  rotate?: (id: string) => void;
  watch: (accessKey: string) => void;
  /** Begins a key of that name, or for that user; only for whoever may change keys. */
  create?: (begun: { name?: string; for?: string }) => void;
}

const short = (id: string) => (id.length > 16 ? `${id.slice(0, 12)}\u2026` : id);

/** What the core found: keys, then users and accounts; but those first whose names are what was typed. */
export function objectGroups(found: Found, typed: string, open: Open, t: TFunction): ItemGroup[] {
  const keys = found.keys.map(({ id, name, accessKey }) => ({
    id: `key.${id}`,
    icon: KeyRound,
    label: name,
    detail: short(accessKey),
    mono: true,
    copy: { text: accessKey, what: t('palette.accessKey') },
    run: () => open.key(id),
  }));
  const users = found.users.map(({ id, username, firstName, lastName, keys: { total } }) => ({
    id: `user.${id}`,
    icon: Person,
    label: username,
    detail: [`${firstName} ${lastName}`.trim(), t('palette.keysOf', { count: total })]
      .filter(Boolean)
      .join(', '),
    copy: { text: id, what: t('palette.id') },
    run: () => open.user(id),
  }));
  const accounts = found.accounts.map(({ id, name, realm, domain }) => ({
    id: `account.${id}`,
    icon: Building2,
    label: name,
    detail: `${realm} ${domain}`.trim(),
    copy: { text: id, what: t('palette.id') },
    run: () => open.account(id),
  }));
  const groups: ItemGroup[] = [
    { id: 'keys', label: t('palette.keys'), items: keys },
    { id: 'people', label: t('palette.people'), items: [...users, ...accounts] },
  ];
  // A key is found by its user, too: somebody who types the user's name means the user.
  const best = ({ items }: ItemGroup) => Math.max(0, ...items.map(({ label }) => score(label, typed) ?? 0));
  return groups.sort((one, other) => best(other) - best(one));
}

/** What can be done with the key that was typed, which is the first that was found by its name. */
export function keyGroup(found: Found, typed: string, open: Open, t: TFunction): ItemGroup {
  const items: Item[] = [];
  const key = found.keys.find(({ name }) => score(name, typed) !== null);
  const { rotate, watch } = open;
  if (key) {
    const { id, name, accessKey, state } = key;
    if (rotate && state === 'active') {
      const label = t('palette.rotate', { name });
      items.push({ id: `rotate.${id}`, icon: RefreshCw, label, run: () => rotate(id) });
    }
    const label = t('palette.watch', { name });
    items.push({ id: `watch.${id}`, icon: Activity, label, run: () => watch(accessKey) });
  }
  return { id: 'key', label: t('palette.withKey'), items };
}

/** What can be done for the user that was typed, which is the first that was found by its name. */
export function userGroup(found: Found, typed: string, { create }: Open, t: TFunction): ItemGroup {
  const user = found.users.find(({ username, disabled }) => !disabled && score(username, typed) !== null);
  const items: Item[] = [];
  if (create && user) {
    const { id, username } = user;
    const label = t('palette.createFor', { name: username });
    items.push({ id: `create.${id}`, icon: Plus, label, run: () => create({ for: id }) });
  }
  return { id: 'user', label: t('palette.withUser'), items };
}

/** The line that answers to everything, so that it does not count as an answer. */
export const newKey = 'create.named';

/** At the end of all: a key of the very name that was typed, where there is none yet. */
export function newGroup(found: Found, typed: string, { create }: Open, t: TFunction): ItemGroup {
  const name = typed.trim();
  const items: Item[] = [];
  if (create && name.length > 1 && !found.searching && !found.keys.some((key) => key.name === name)) {
    const label = t('palette.createNamed', { name });
    items.push({ id: newKey, icon: Plus, label, run: () => create({ name }) });
  }
  return { id: 'new', label: t('palette.new'), items };
}
