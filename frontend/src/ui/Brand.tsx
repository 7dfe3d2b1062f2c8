import { useTranslation } from 'react-i18next';
import { BrandMark } from './BrandMark';
import './controls.css';

export function Brand() {
  const { t } = useTranslation();
  return (
    <div className="brand">
      <BrandMark />
      <span translate="no">{t('product')}</span>
    </div>
  );
}
