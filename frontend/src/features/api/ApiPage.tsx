import { Link, Outlet, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PageHead } from '../../ui/PageHead';
import { guideNames } from './guides';
import { KeyPicker, useSampleKey } from './KeyPicker';
import '../settings/settings.css';
import './api.css';

/** A guide a dialect, then the reference; the chosen key goes with them in the address. */
export function ApiPage() {
  const { t } = useTranslation('api');
  const navigate = useNavigate();
  const { key: id } = useSearch({ from: '/shell/api' });
  const chosen = useSampleKey(id);
  return (
    <>
      <PageHead title={t('title')}>
        <span className="t3 s12 wide-only" aria-hidden="true">
          {t('key')}
        </span>
        <KeyPicker
          chosen={chosen}
          onChoose={(key) => void navigate({ to: '.', search: { key }, replace: true })}
        />
      </PageHead>
      <div className="setcols">
        <nav className="subnav" aria-label={t('nav')}>
          {guideNames.map((guide) => (
            <Link key={guide} to="/api/$guide" params={{ guide }} search={(before) => before}>
              {t(`guide.${guide}.title`)}
            </Link>
          ))}
          <Link to="/api/reference" search={(before) => before}>
            {t('reference')}
          </Link>
        </nav>
        <div className="setpane">
          <Outlet />
        </div>
      </div>
    </>
  );
}
