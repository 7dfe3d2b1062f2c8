import type { TFunction } from 'i18next';
import { formatList, formatSpan } from '../../i18n/format';
import type { MembershipPreview } from './calls';

type Words = TFunction<'accounts'>;

const wordsOf = (previews: readonly MembershipPreview[], wanted: 'added' | 'removed') => [
  ...new Set(
    previews.flatMap(({ roles, permissions }) =>
      [...roles, ...permissions].filter(({ change }) => change === wanted).map(({ word }) => word),
    ),
  ),
];

/** How many words, of how many memberships, saving adds and takes away. */
export function countWords(previews: readonly MembershipPreview[]): number {
  return previews.reduce(
    (sum, { roles, permissions }) =>
      sum + [...roles, ...permissions].filter(({ change }) => change !== 'kept').length,
    0,
  );
}

/** What saving adds, what it takes away, and whose tokens that changes, and when: in sentences. */
export function previewWords(previews: readonly MembershipPreview[], t: Words): string {
  const adds = wordsOf(previews, 'added');
  const takes = wordsOf(previews, 'removed');
  const changed = previews.reduce((sum, { keys }) => sum + keys.changed, 0);
  const active = previews.reduce((sum, { keys }) => sum + keys.active, 0);
  const life = Math.max(0, ...previews.map(({ tokenSeconds }) => tokenSeconds));
  return [
    adds.length > 0 && t('member.gives', { words: formatList(adds) }),
    takes.length > 0 && t('member.takes', { words: formatList(takes) }),
    adds.length + takes.length > 0 && active > 0 && t('member.keys', { count: changed }),
    adds.length + takes.length > 0 && t('member.later', { span: formatSpan(life) }),
  ]
    .filter(Boolean)
    .join(' ');
}
