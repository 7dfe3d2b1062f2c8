import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Key } from '../../api/types';
import { useNow } from '../../i18n/clock';
import { formatAgo, formatNumber } from '../../i18n/format';
import { usageQuery } from '../usage/calls';

/** What a key was last used for, how much it is used, and which one it is: said before it is stopped. */
export function LastUse({ item }: { item: Key }) {
  const { t } = useTranslation('keys');
  const now = useNow();
  const { lastUsed } = item;
  const { data } = useQuery({ ...usageQuery({ range: '24h', key: item.id }), enabled: lastUsed !== null });
  return (
    <>
      {lastUsed
        ? t('revoke.used', { when: formatAgo(lastUsed.at, now), address: lastUsed.address })
        : t('revoke.unused')}{' '}
      {lastUsed && data && t('revoke.today', { count: data.total.ok, total: formatNumber(data.total.ok) })}{' '}
      <span className="mono" translate="no" dir="ltr" style={{ overflowWrap: 'anywhere' }}>
        {item.accessKey}
      </span>
    </>
  );
}
