import { Calendar, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../i18n/clock';
import { formatDateTime, formatRelative } from '../i18n/format';
import { Note } from './Banner';
import { ChoicePills } from './ChoicePills';
import { type Expiry, expiryMoment, spans } from './expiry';
import { later } from './later';
import { spanWords } from './span';

const MomentField = later(async () => (await import('./MomentField')).default);

interface ExpiryFieldProps {
  value: Expiry;
  onChange: (value: Expiry) => void;
  error: string | null;
  /** Said when "Never" is chosen: who ends it then. */
  neverWarning: string;
  /** Offers to leave it as it is. */
  current?: string | null;
}

function choiceOf(value: Expiry): string {
  return value.kind === 'span' ? value.span : value.kind;
}

/** When it ends: by span, by date, or never; always with the date that comes of it. */
export function ExpiryField({ value, onChange, error, neverWarning, current }: ExpiryFieldProps) {
  const { t } = useTranslation();
  const now = useNow();
  const chosen = choiceOf(value);
  const moment = expiryMoment(value, now);
  const choices: { name: string; label: string; value: Expiry }[] = [
    ...(current === undefined
      ? []
      : [{ name: 'keep', label: t('expiry.keep'), value: { kind: 'keep', at: current } as const }]),
    ...spans.map((span) => ({
      name: span,
      label: spanWords(span),
      value: { kind: 'span', span } as const,
    })),
    { name: 'custom', label: t('expiry.custom'), value: { kind: 'custom', at: moment } },
    { name: 'never', label: t('expiry.never'), value: { kind: 'never' } },
  ];
  return (
    <ChoicePills
      label={t('expiry.label')}
      choices={choices.map(({ name, label }) => ({ value: name, label }))}
      value={chosen}
      onChange={(name) => {
        const choice = choices.find((each) => each.name === name);
        if (choice) onChange(choice.value);
      }}
    >
      {value.kind === 'custom' && (
        <MomentField
          fallback={<div style={{ height: 40 }} />}
          label={t('expiry.moment')}
          value={value.at}
          onChange={(at) => onChange({ kind: 'custom', at })}
          error={error}
        />
      )}
      {moment && !error && (
        <div className="hint row" style={{ gap: 6, marginTop: 8 }}>
          <Calendar className="i i14" aria-hidden="true" />
          <span className="num">
            {t('expiry.result', { date: formatDateTime(moment), relative: formatRelative(moment, now) })}
          </span>
        </div>
      )}
      {value.kind === 'keep' && value.at === null && <div className="hint">{t('expiry.none')}</div>}
      {value.kind === 'never' && (
        <div style={{ marginTop: 8 }}>
          <Note tone="warn" icon={TriangleAlert}>
            {neverWarning}
          </Note>
        </div>
      )}
    </ChoicePills>
  );
}
