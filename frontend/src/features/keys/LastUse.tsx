import { useTranslation } from 'react-i18next';
import type { Key } from '../../api/types';
import { useNow } from '../../i18n/clock';
import { formatAgo } from '../../i18n/format';

/** What a key was last used for, and which one it is: said before it is stopped. */
export function LastUse({ item }: { item: Key }) {
  const { t } = useTranslation('keys');
  const now = useNow();
  const { lastUsed } = item;
  return (
    <>
      {lastUsed
        ? t('revoke.used', { when: formatAgo(lastUsed.at, now), address: lastUsed.address })
        : t('revoke.unused')}{' '}
      <span className="mono" translate="no" dir="ltr" style={{ overflowWrap: 'anywhere' }}>
        {item.accessKey}
      </span>
    </>
  );
}
