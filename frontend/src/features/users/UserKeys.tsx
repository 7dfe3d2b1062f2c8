import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { User } from '../../api/types';
import { formatNumber } from '../../i18n/format';
import { Section } from '../../ui/ObjectHead';

/** How many keys and auth headers there are, and the way to them. */
export function UserKeys({ user }: { user: User }) {
  const { t } = useTranslation('users');
  const { keys, authHeaders, username } = user;
  return (
    <>
      <Section title={t('page.keysTitle')}>
        <p className="t2">
          {keys.total > 0
            ? t('page.keys', { count: keys.total, active: formatNumber(keys.active) })
            : t('page.noKeys')}
        </p>
        {keys.total > 0 && (
          <div className="acts">
            <Link to="/keys" search={{ q: username }} className="btn">
              {t('page.showKeys')}
            </Link>
          </div>
        )}
      </Section>
      <Section title={t('page.headersTitle')}>
        <p className="t2">
          {authHeaders > 0 ? t('page.headers', { count: authHeaders }) : t('page.noHeaders')}
        </p>
        {authHeaders > 0 && (
          <div className="acts">
            <Link to="/auth-headers" search={{ user: username }} className="btn">
              {t('page.showHeaders')}
            </Link>
          </div>
        )}
      </Section>
    </>
  );
}
