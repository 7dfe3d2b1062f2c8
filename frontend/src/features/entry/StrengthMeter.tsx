import { useTranslation } from 'react-i18next';
import { minimumLength, type Strength } from './strength';
import './entry.css';

interface StrengthMeterProps {
  strength: Strength;
  /** Characters typed so far. */
  length: number;
}

/** Four parts for the eye and a word for everybody; as the description of its field a screen reader reads it there. */
export function StrengthMeter({ strength, length }: StrengthMeterProps) {
  const { t } = useTranslation('entry');
  const { level, score, advice } = strength;
  const word = t(`strength.level.${level}`, { count: minimumLength });
  const said =
    advice === null
      ? word
      : t('strength.said', {
          level: word,
          advice:
            advice === 'length'
              ? t('strength.advice.length', { count: minimumLength - length })
              : t(`strength.advice.${advice}`),
        });
  return (
    <span className="strength">
      <span className={`meter is-${level}`} aria-hidden="true">
        {[1, 2, 3, 4].map((part) => (
          <i key={part} className={part <= score ? 'on' : ''} />
        ))}
      </span>
      <span>{said}</span>
    </span>
  );
}
