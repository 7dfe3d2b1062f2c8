import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button';
import { ErrorState } from '../../ui/ErrorState';
import { loadThirdParties } from './thirdParties';

/** Whose work is in the programs and in this page, each with its licence. */
export function Licences() {
  const { t } = useTranslation('settings');
  const [wanted, setWanted] = useState(false);
  const [search, setSearch] = useState('');
  const { data, error, refetch } = useQuery({
    queryKey: ['licences'],
    queryFn: ({ signal }) => loadThirdParties(signal),
    enabled: wanted,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const text = search.trim().toLowerCase();
  const found = data?.filter(
    (part) => part.name.toLowerCase().includes(text) || part.text.toLowerCase().includes(text),
  );
  return (
    <section className="aboutpart" aria-labelledby="licences">
      <h3 id="licences">{t('about.thirdParties')}</h3>
      <p className="t2">{t('about.thirdPartiesLead')}</p>
      {error && <ErrorState error={error} title={t('about.licencesFailed')} onRetry={() => refetch()} />}
      {!data && !error && (
        <Button disabled={wanted} onClick={() => setWanted(true)}>
          {t('about.showLicences')}
        </Button>
      )}
      {found && (
        <>
          <div className="row licencesearch">
            <TextInput
              aria-label={t('about.searchLicences')}
              placeholder={t('about.searchLicences')}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
              spellCheck={false}
              data-autofocus
            />
            <span className="t3 s12 num" role="status">
              {t('about.partsOf', { count: found.length })}
            </span>
          </div>
          {found.length === 0 && <p className="t2">{t('about.noPart')}</p>}
          <ul className="licences">
            {found.map(({ name, version, kind, text: licence }) => (
              <li key={`${name} ${version}`}>
                <details>
                  <summary>
                    <span translate="no">{name}</span> <span className="t3 s12 num">{version}</span>{' '}
                    <span className="t3 s12">{kind}</span>
                  </summary>
                  {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
                  <pre className="mono s12" lang="en" tabIndex={0}>
                    {licence}
                  </pre>
                </details>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
