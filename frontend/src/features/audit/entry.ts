import type { TFunction } from 'i18next';
import { Check, type LucideIcon, ShieldAlert } from 'lucide-react';
import type { AuditEntry } from '../../api/types';
import type { ChipTone } from '../../ui/Chip';
import texts from './audit.en';
import type { AuditWords } from './calls';

type Words = TFunction<'audit'>;

export const results = ['done', 'denied'] as const;

const looks: Record<AuditEntry['result'], { tone: ChipTone; icon: LucideIcon }> = {
  done: { tone: 'plain', icon: Check },
  denied: { tone: 'danger', icon: ShieldAlert },
};

export function resultLook(result: AuditEntry['result']): { tone: ChipTone; icon: LucideIcon } {
  return looks[result];
}

function isKey<Texts extends object>(texts: Texts, key: string): key is keyof Texts & string {
  return Object.hasOwn(texts, key);
}

/** What was asked for, whether it was done or refused. One that a newer core names stays as it calls it. */
export function actionWords(action: string, t: Words): string {
  const key = action.replaceAll('.', '/');
  return isKey(texts.does, key) ? t(`does.${key}`) : action;
}

export function kindWords(kind: string, t: Words): string {
  return isKey(texts.kind, kind) ? t(`kind.${kind}`) : kind;
}

/** The name of a member that was changed. */
export function memberWords(member: string, t: Words): string {
  return isKey(texts.member, member) ? t(`member.${member}`) : member;
}

const local = 'local:';

/** The name alone, and whether it was a user of the computer itself rather than an operator who signed in. */
export function actorOf(entry: AuditEntry): { name: string; here: boolean } {
  const here = entry.actor.startsWith(local);
  return { name: here ? entry.actor.slice(local.length) : entry.actor, here };
}

/** What it was done to, as a list has room for it: of a backup the file without its folders. */
export function objectWords({ action, objectName }: AuditEntry): string {
  return action.startsWith('backup.') ? (objectName.split(/[\\/]/).at(-1) ?? objectName) : objectName;
}

/** The page that shows the object as it is now, where there is one. */
export function objectPage(
  entry: AuditEntry,
): '/keys/$id' | '/auth-headers/$id' | '/users/$id' | '/accounts/$id' | null {
  if (entry.objectId === '') return null;
  switch (entry.object) {
    case 'key':
      return '/keys/$id';
    case 'authheader':
      return '/auth-headers/$id';
    case 'user':
      return '/users/$id';
    case 'account':
      return '/accounts/$id';
  }
  return null;
}

export interface AuditFilter {
  search: string;
  actor: string | undefined;
  action: string | undefined;
  object: string | undefined;
  result: AuditEntry['result'] | undefined;
  span: Span | undefined;
}

export const spans = ['1h', '24h', '7d', '30d'] as const;
type Span = (typeof spans)[number];
const hours: Record<Span, number> = { '1h': 1, '24h': 24, '7d': 168, '30d': 720 };

/** The kinds of objects and the families of actions that can be asked for. */
export const kinds = ['key', 'authheader', 'user', 'account', 'signing-key', 'setting', 'core'] as const;

type Word = 'q' | 'actor' | 'action' | 'object' | 'result' | 'from';
export type FilterWords = Partial<Record<Word, string | undefined>>;

export const noFilter: FilterWords = {
  q: undefined,
  actor: undefined,
  action: undefined,
  object: undefined,
  result: undefined,
  from: undefined,
};

/** The filter that the words of an address stand for; what makes no sense is left out. */
export function readFilter(words: FilterWords): AuditFilter {
  return {
    search: words.q ?? '',
    actor: words.actor,
    action: words.action,
    object: words.object,
    result: results.find((result) => result === words.result),
    span: spans.find((span) => span === words.from),
  };
}

/** What the core is asked for. The beginning of a span is rounded, so that the question is the same for a minute. */
export function queryOf(filter: AuditFilter, now: number): AuditWords {
  const { search, actor, action, object, result, span } = filter;
  const from = span ? new Date(Math.floor(now / 60_000) * 60_000 - hours[span] * 3_600_000) : null;
  return {
    ...(search && { search }),
    ...(actor && { actor }),
    ...(action && { action }),
    ...(object && { object }),
    ...(result && { result }),
    ...(from && { from: from.toISOString() }),
  };
}

export function countFilters(filter: AuditFilter): number {
  return [filter.actor, filter.action, filter.object, filter.result, filter.span].filter(Boolean).length;
}

/** Whether an entry that is loaded passes; the core answers better, while it answers. */
export function passes(entry: AuditEntry, filter: AuditFilter): boolean {
  const text = filter.search.toLocaleLowerCase();
  const searched = [
    entry.actor,
    entry.action,
    entry.object,
    entry.objectName,
    entry.objectId,
    entry.detail,
    entry.address,
  ];
  return (
    (!filter.result || filter.result === entry.result) &&
    (!filter.object || filter.object === entry.object) &&
    (!filter.action || filter.action === entry.action) &&
    (!filter.actor || entry.actor.toLocaleLowerCase().includes(filter.actor.toLocaleLowerCase())) &&
    searched.some((word) => word.toLocaleLowerCase().includes(text))
  );
}

/** The actions a filter offers. */
export function actionNames(t: Words): { action: string; label: string }[] {
  return Object.keys(texts.does).map((key) => {
    const action = key.replaceAll('/', '.');
    return { action, label: actionWords(action, t) };
  });
}
