import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Key } from '../../api/types';
import { formatAgo, formatDateTime } from '../../i18n/format';
import { Identifier } from '../../ui/Identifier';
import { KeyValue } from '../../ui/KeyValue';

/** Everything there is to know about a key that is no secret. */
export function KeyFacts({ item, now }: { item: Key; now: number }) {
  const { t } = useTranslation('keys');
  const words = (chosen: string[] | null, effective: string[]): ReactNode => (
    <span className="tags keytags">
      {effective.map((word) => (
        <Tag key={word} word={word} />
      ))}
      <span className="t3 s12" style={{ lineHeight: '20px' }}>
        {chosen === null ? t('drawer.allOf') : effective.length === 0 && t('drawer.none')}
      </span>
    </span>
  );
  const when = (moment: string) => <time dateTime={moment}>{formatDateTime(moment)}</time>;
  const byWhom = (moment: string, name: string) => t('drawer.byWhom', { date: formatDateTime(moment), name });
  const { lastUsed } = item;
  return (
    <>
      <section className="cols2">
        <KeyValue
          entries={[
            {
              label: t('drawer.user'),
              value: (
                <Link className="cut" to="/users/$id" params={{ id: item.user.id }} translate="no">
                  {item.user.username}
                </Link>
              ),
            },
            {
              label: t('drawer.account'),
              value: (
                <Link className="cut" to="/accounts/$id" params={{ id: item.account.id }}>
                  {item.account.name}
                </Link>
              ),
            },
            { label: t('drawer.roles'), value: words(item.roles, item.effectiveRoles) },
            { label: t('drawer.permissions'), value: words(item.permissions, item.effectivePermissions) },
          ]}
        />
        <KeyValue
          entries={[
            { label: t('drawer.expires'), value: item.expires ? when(item.expires) : t('drawer.noExpiry') },
            { label: t('drawer.addresses'), value: <Addresses list={item.addresses} /> },
            ...(item.notBefore ? [{ label: t('drawer.starts'), value: when(item.notBefore) }] : []),
            {
              label: t('drawer.used'),
              value: (
                <div className="cut">
                  {lastUsed
                    ? t('drawer.atPlace', {
                        when: formatAgo(lastUsed.at, now),
                        address: lastUsed.address,
                      })
                    : t('cell.never')}
                </div>
              ),
            },
            ...(lastUsed?.agent
              ? [
                  {
                    label: t('drawer.with'),
                    value: (
                      <div className="cut" title={lastUsed.agent}>
                        {lastUsed.agent}
                      </div>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </section>
      <KeyValue
        entries={[
          ...(item.labels.length > 0
            ? [{ label: t('drawer.labels'), value: <Tags words={item.labels} /> }]
            : []),
          { label: t('drawer.note'), value: item.note || <span className="t3">{t('drawer.none')}</span> },
          {
            label: t('drawer.id'),
            value: <Identifier text={item.id} what={t('copied.id')} label={t('action.copyId')} />,
          },
          ...(item.rotatedAt ? [{ label: t('drawer.rotated'), value: when(item.rotatedAt) }] : []),
          { label: t('drawer.created'), value: byWhom(item.createdAt, item.createdBy) },
          { label: t('drawer.changed'), value: byWhom(item.updatedAt, item.updatedBy) },
        ]}
      />
    </>
  );
}

function Tag({ word }: { word: string }) {
  return (
    <span className="tag" translate="no">
      {word}
    </span>
  );
}

function Tags({ words }: { words: readonly string[] }) {
  return (
    <span className="tags keytags">
      {words.map((word) => (
        <Tag key={word} word={word} />
      ))}
    </span>
  );
}

function Addresses({ list }: { list: readonly string[] }) {
  const { t } = useTranslation('keys');
  if (list.length === 0) return t('drawer.anyAddress');
  return (
    <span className="mono" translate="no" dir="ltr" style={{ overflowWrap: 'anywhere' }}>
      {list.join(', ')}
    </span>
  );
}
