import { useSearch } from '@tanstack/react-router';
import { Download, ExternalLink, Info } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCore } from '../../app/core';
import { host } from '../../platform';
import { Note } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { ErrorState } from '../../ui/ErrorState';
import { saveList } from '../../ui/saveList';
import { SectionHead } from '../settings/SectionHead';
import { fillIn } from './fillIn';
import { useSampleKey } from './KeyPicker';
import { loadSwagger, showReference } from './swagger';
import './swagger.css';

/** Every path of the logins, with Try it out against the listener this page came from. */
export function ReferenceSection() {
  const { t } = useTranslation('api');
  const { status } = useCore();
  const { key: id } = useSearch({ from: '/shell/api' });
  const key = useSampleKey(id);
  const url = `${status?.listener.url ?? ''}/docs/`;
  // In the window the bridge answers everything; in a browser the page has only its own origin.
  const here = host.can('localOperator') || status?.listener.portal === true;
  const save = (name: string) => saveList(name, `/${name}`, t('ref.saved', { name }));
  return (
    <div className="setmain reference">
      <SectionHead title={t('reference')} lead={t('ref.lead')} />
      <div className="row refacts">
        <Button icon={ExternalLink} disabled={!status} onClick={() => host.openExternal(url)}>
          {t('ref.alone')}
        </Button>
        {here && (
          <>
            <Button icon={Download} onClick={() => save('openapi.yaml')}>
              {t('ref.yaml')}
            </Button>
            <Button icon={Download} onClick={() => save('openapi.json')}>
              {t('ref.json')}
            </Button>
          </>
        )}
      </div>
      {status && !here && (
        <Note tone="info" icon={Info}>
          {t('ref.elsewhere')}
        </Note>
      )}
      {here && <Reference accessKey={key?.accessKey} username={key?.user.username} />}
    </div>
  );
}

function Reference({ accessKey, username }: { accessKey: string | undefined; username: string | undefined }) {
  const { t } = useTranslation('api');
  const place = useRef<HTMLDivElement>(null);
  const [error, setError] = useState<Error | null>(null);
  const [ready, setReady] = useState(false);
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: tried again when somebody asks for it
  useEffect(() => {
    let shown = true;
    const open = async () => {
      const [answer] = await Promise.all([fetch('/openapi.json'), loadSwagger()]);
      if (!answer.ok) throw new Error(`/openapi.json: ${answer.status}`);
      const spec = fillIn(await answer.json(), { accessKey, username });
      if (shown && place.current) showReference(place.current, { spec }, () => shown && setReady(true));
    };
    setError(null);
    open().catch((cause) => shown && setError(cause instanceof Error ? cause : new Error(String(cause))));
    return () => {
      shown = false;
    };
  }, [accessKey, username, tries]);
  return (
    <>
      {error && (
        <ErrorState error={error} title={t('ref.failed')} onRetry={() => setTries((count) => count + 1)} />
      )}
      {!error && !ready && <p className="t3">{t('ref.loading')}</p>}
      <div ref={place} translate="no" />
    </>
  );
}
