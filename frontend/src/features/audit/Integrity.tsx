import { queryOptions, useQuery } from '@tanstack/react-query';
import { LoaderCircle, RotateCw, ShieldAlert, ShieldCheck, ShieldQuestion } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client';
import { useCore } from '../../app/core';
import { formatExact, formatNumber } from '../../i18n/format';
import { Banner } from '../../ui/Banner';
import { IconButton } from '../../ui/Button';
import { Chip } from '../../ui/Chip';
import { sentence } from '../../ui/errorText';

// It reads the whole log, so it is asked for once a visit and when somebody wants it again: its key is none
// of those that a change makes anew.
const integrityQuery = queryOptions({
  queryKey: ['audit-integrity'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/audit/verify', { signal })),
  staleTime: 5 * 60_000,
  refetchInterval: false,
  refetchOnWindowFocus: false,
  retry: false,
});

/** The same in every language. */
const command = 'latchkey audit verify';

function useIntegrity() {
  const { lostAt } = useCore();
  return useQuery({ ...integrityQuery, enabled: lostAt === null });
}

/** Whether the log is as it was written, in a word, with what asks again. */
export function IntegrityBadge() {
  const { t } = useTranslation('audit');
  const { data, isFetching, isError, refetch } = useIntegrity();
  if (isFetching) {
    return (
      <Chip tone="neutral" icon={LoaderCircle}>
        {t('integrity.running')}
      </Chip>
    );
  }
  if (!data && !isError) return null;
  return (
    <>
      {isError || !data ? (
        <Chip tone="warn" icon={ShieldQuestion}>
          {t('integrity.unknown')}
        </Chip>
      ) : data.verdict === 'whole' ? (
        <Chip
          tone="plain"
          icon={ShieldCheck}
          title={t('integrity.wholeTitle', { count: data.entries, total: formatNumber(data.entries) })}
        >
          {t('integrity.whole')}
        </Chip>
      ) : (
        <Chip tone="danger" icon={ShieldAlert}>
          {t(`integrity.${data.verdict}`)}
        </Chip>
      )}
      <IconButton icon={RotateCw} small label={t('integrity.again')} onClick={() => void refetch()} />
    </>
  );
}

/** What is wrong with the log and since when; nothing where nothing is. */
export function IntegrityBanner() {
  const { t } = useTranslation('audit');
  const { data } = useIntegrity();
  const found = data?.findings[0];
  if (!data || !found) return null;
  const others = data.findings.length + data.more - 1;
  const what = sentence(found.what).replace(/\.$/, '');
  const when = found.at === null ? '' : ` (${formatExact(found.at)})`;
  return (
    <Banner
      tone="danger"
      icon={ShieldAlert}
      title={t('integrity.title')}
      text={`${what}${when}.`}
      second={
        <>
          {others > 0 && <span>{t('integrity.others', { count: others, total: formatNumber(others) })}</span>}
          <span>
            {t('integrity.next')}{' '}
            <code translate="no" dir="ltr">
              {command}
            </code>
          </span>
        </>
      }
    />
  );
}
