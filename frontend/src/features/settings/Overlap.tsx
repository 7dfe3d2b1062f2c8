import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SigningKeyUse } from '../../api/types';
import { useNow } from '../../i18n/clock';
import { formatDateTime } from '../../i18n/format';
import { spanSeconds } from '../../ui/span';
import { portalSettingsQuery } from './managed';

const lives = { machine: 'token-life', user: 'user-token-life' } as const;

/** Two signing keys side by side in time: which signs, which only verifies, and until when. */
export function Overlap({ use }: { use: SigningKeyUse }) {
  const { t } = useTranslation('settings');
  const now = useNow();
  const { data } = useQuery(portalSettingsQuery);
  const life = spanSeconds(data?.items.find(({ name }) => name === lives[use])?.value ?? '');
  // Without the life of the tokens there is no end to show.
  if (life === null) return null;
  const end = formatDateTime(now + life * 1000);
  return (
    <figure className="overlap">
      <figcaption className="unseen">{t('rotate.overlap', { date: end })}</figcaption>
      <div className="overlaprows" aria-hidden="true">
        <span className="t2">{t('rotate.old')}</span>
        <i className="signs">{t('rotate.signs')}</i>
        <i className="verifies">{t('rotate.verifies')}</i>
        <span className="t2">{t('rotate.new')}</span>
        <i className="signs newer">{t('rotate.signs')}</i>
        <span className="when t3 s12">{t('rotate.now')}</span>
        <span className="end t3 s12 num">{end}</span>
      </div>
    </figure>
  );
}
