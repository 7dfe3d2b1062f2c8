import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../i18n/format';
import type { Usage } from './calls';
import { comparison, milliseconds, percent } from './tally';

/** The span in four figures. */
export function UsageSums({ usage }: { usage: Usage }) {
  const { t } = useTranslation('usage');
  const logins = usage.total.ok + usage.total.refused;
  const before = usage.before.ok + usage.before.refused;
  return (
    <dl className="tiles">
      <Tile name={t('sum.logins')} value={formatNumber(logins)} rest={comparison(logins, before, t)} />
      <Tile
        name={t('sum.refused')}
        value={formatNumber(usage.total.refused)}
        rest={
          logins === 0 ? t('sum.none') : t('sum.rate', { percent: percent(usage.total.refused / logins) })
        }
      />
      <Tile
        name={t('sum.checks')}
        value={formatNumber(usage.checks.ok + usage.checks.refused)}
        rest={t('sum.checksRefused', {
          count: usage.checks.refused,
          text: formatNumber(usage.checks.refused),
        })}
      />
      <TookTile usage={usage} />
    </dl>
  );
}

/** How long logins took. */
export function TookTile({ usage }: { usage: Usage }) {
  const { t } = useTranslation('usage');
  const { p50Ms, p95Ms, worstMs } = usage.took;
  return (
    <Tile
      name={t('sum.took')}
      value={p95Ms === null ? '–' : milliseconds(p95Ms)}
      {...(p95Ms !== null && { unit: t('sum.ms') })}
      rest={
        p50Ms === null || worstMs === null
          ? t('sum.tookNone')
          : t('sum.tookRest', { p50: milliseconds(p50Ms), worst: milliseconds(worstMs) })
      }
    />
  );
}

interface TileProps {
  name: string;
  value: string;
  unit?: string;
  rest: string;
}

export function Tile({ name, value, unit, rest }: TileProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="value">
        {value}
        {unit && <small>{unit}</small>}
      </dd>
      <dd className="rest">{rest}</dd>
    </div>
  );
}
