import type { TFunction } from 'i18next';
import { Check, type LucideIcon, ShieldAlert } from 'lucide-react';
import type { AuditEntry } from '../../api/types';
import type { ChipTone } from '../../ui/Chip';
import texts from './audit.en';

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
  const key = action.replaceAll('.', '-');
  return isKey(texts.does, key) ? t(`does.${key}`) : action;
}

export function kindWords(kind: string, t: Words): string {
  return isKey(texts.kind, kind) ? t(`kind.${kind}`) : kind;
}

const local = 'local:';

/** The name alone, and whether it was a user of the computer itself rather than an operator who signed in. */
export function actorOf(entry: AuditEntry): { name: string; here: boolean } {
  const here = entry.actor.startsWith(local);
  return { name: here ? entry.actor.slice(local.length) : entry.actor, here };
}

/** The page that shows the object as it is now, where there is one. */
export function objectPage(entry: AuditEntry): '/keys/$id' | '/auth-headers/$id' | null {
  if (entry.objectId === '') return null;
  if (entry.object === 'key') return '/keys/$id';
  return entry.object === 'authheader' ? '/auth-headers/$id' : null;
}

export interface AuditFilter {
  search: string;
  results: AuditEntry['result'][];
}

export function readFilter(words: { q?: string | undefined; result?: string | undefined }): AuditFilter {
  const named = words.result?.split(',') ?? [];
  return { search: words.q ?? '', results: results.filter((result) => named.includes(result)) };
}

/** Whether an entry that is loaded passes. The core does not search the log, so nobody else can say. */
export function passes(entry: AuditEntry, filter: AuditFilter, t: Words): boolean {
  const text = filter.search.toLocaleLowerCase();
  const searched = [
    entry.actor,
    entry.action,
    actionWords(entry.action, t),
    entry.objectName,
    entry.objectId,
    kindWords(entry.object, t),
    entry.detail,
    entry.address,
    entry.requestId,
  ];
  return (
    (filter.results.length === 0 || filter.results.includes(entry.result)) &&
    searched.some((word) => word.toLocaleLowerCase().includes(text))
  );
}
