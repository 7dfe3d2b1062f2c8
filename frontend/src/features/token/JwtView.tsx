import { useTranslation } from 'react-i18next';
import { formatExact } from '../../i18n/format';
import { type About, explain, lineOf } from './claims';
import { decodeJwt } from './jwt';
import './token.css';

interface JwtViewProps {
  token: string;
  about: About;
  /** The token itself above its claims, its three parts told apart. */
  withText?: boolean;
}

/** A token claim by claim, each with what it means. */
export function JwtView({ token, about, withText = false }: JwtViewProps) {
  const { t } = useTranslation('token');
  const decoded = decodeJwt(token);
  if (!decoded.ok) return <p className="said t2">{t(`fault.${decoded.fault}`)}</p>;
  const { claims, parts } = decoded.jwt;
  return (
    <>
      {withText && (
        <p className="jwt mono" translate="no" dir="ltr">
          <span className="unseen">{t('parts')}</span>
          {parts[0]}.<span className="payload">{cut(parts[1], 120)}</span>.{cut(parts[2], 16)}
        </p>
      )}
      <dl className="claims" aria-label={t('claims')}>
        {Object.entries(claims).map(([name, value]) => (
          <Claim key={name} name={name} value={value} about={about} />
        ))}
      </dl>
    </>
  );
}

/** Enough to be recognised; the whole token is for the clipboard. */
function cut(part: string, length: number): string {
  return part.length > length ? `${part.slice(0, length)}\u2026` : part;
}

function Claim({ name, value, about }: { name: string; value: unknown; about: About }) {
  const { t } = useTranslation('token');
  const meaning = explain(name, value, about);
  const line = lineOf(value);
  const meant =
    meaning.kind === 'time'
      ? formatExact(meaning.at)
      : meaning.kind === 'text'
        ? t(`claim.${meaning.key}`, { name: meaning.name ?? '' })
        : '';
  return (
    <div>
      <dt className="mono" translate="no" dir="ltr">
        {name}
      </dt>
      {line ? (
        <dd className="mono cut" translate="no" dir="ltr" title={line}>
          {line}
        </dd>
      ) : (
        <dd className="t3">{t('noValue')}</dd>
      )}
      <dd className="t3 s12 cut" title={meant}>
        {meant}
      </dd>
    </div>
  );
}
