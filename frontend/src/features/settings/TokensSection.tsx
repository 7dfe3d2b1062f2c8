import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { spanSeconds, spanWords } from '../../ui/span';
import { type FieldProps, ManagedForm } from './ManagedForm';
import { SectionHead } from './SectionHead';

/** The lives people choose: the slider stops at these, the field beside it takes any. */
const stops = ['1m', '5m', '15m', '30m', '1h', '2h', '4h', '8h', '12h', '24h'] as const;

function stopOf(value: string): number {
  const seconds = spanSeconds(value) ?? 0;
  let at = 0;
  for (const [index, stop] of stops.entries()) if ((spanSeconds(stop) ?? 0) <= seconds) at = index;
  return at;
}

export function TokensSection() {
  const { t } = useTranslation('settings');
  return (
    <ManagedForm
      names={['token-life', 'user-token-life', 'key-max-life', 'issuer']}
      above={<SectionHead title={t('section.tokens')} lead={t('tokens.lead')} />}
      fields={{ 'token-life': LifeField, 'user-token-life': LifeField }}
    >
      <p className="t3 s12">{t('tokens.skew')}</p>
    </ManagedForm>
  );
}

function LifeField(props: FieldProps) {
  return <LifeSlider {...props} />;
}

function LifeSlider({ label, value, error, disabled, onChange }: FieldProps) {
  const { t } = useTranslation('settings');
  const seconds = spanSeconds(value);
  return (
    <>
      <div className="row">
        <input
          type="range"
          className="life"
          min={0}
          max={stops.length - 1}
          step={1}
          value={stopOf(value)}
          disabled={disabled}
          aria-label={label}
          aria-valuetext={value}
          onChange={(event) => onChange(stops[Number(event.currentTarget.value)] ?? value)}
        />
        <TextInput
          aria-label={t('tokens.exact', { label })}
          className="spanfield"
          value={value}
          error={error}
          disabled={disabled}
          spellCheck={false}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      </div>
      {seconds !== null && !error && (
        <p className="t2 s12">
          {t(seconds > 3600 ? 'tokens.long' : 'tokens.short', { seconds, value: spanWords(value) })}
        </p>
      )}
    </>
  );
}
