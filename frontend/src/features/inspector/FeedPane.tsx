import { useQuery } from '@tanstack/react-query';
import { Pencil, RotateCw, SearchX, Terminal, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError } from '../../api/error';
import { useCore } from '../../app/core';
import { formatMilliseconds } from '../../i18n/format';
import { IconButton } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { useRootDialog } from '../../ui/RootDialog';
import { useCopy } from '../../ui/useCopy';
import { baseUrl } from '../token/baseUrl';
import { milliseconds } from '../usage/tally';
import { activityQuery } from './calls';
import { AnswerTab, RequestTab } from './Exchange';
import type { Activity } from './feed';
import { ReplayDialog } from './ReplayDialog';
import { curlOf } from './request';
import { Why } from './Why';

const tabs = ['why', 'request', 'answer'] as const;
type Tab = (typeof tabs)[number];

interface FeedPaneProps {
  id: number;
  /** As the list has it, while the rest is on its way. */
  item: Activity | undefined;
  onClose: () => void;
}

/** One request beside the list: why it went as it did, what was sent, what came back. */
export function FeedPane({ id, item, onClose }: FeedPaneProps) {
  const { t } = useTranslation('inspector');
  const [tab, setTab] = useState<Tab>('why');
  const { data, error, refetch } = useQuery(activityQuery(id));
  const { status } = useCore();
  const { copy } = useCopy();
  const dialog = useRootDialog();
  const list = useRef<HTMLDivElement>(null);
  const shown = data ?? item;
  const base = baseUrl(status?.listener.url ?? '');

  const step = (by: number) => {
    const next = tabs[(tabs.indexOf(tab) + by + tabs.length) % tabs.length];
    if (!next) return;
    setTab(next);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus();
  };
  const replay = (edit: boolean) =>
    shown && dialog.show(<ReplayDialog item={shown} edit={edit} onClose={dialog.close} />);

  return (
    <aside className="pane" aria-label={t('pane.label')}>
      <header>
        <div className="grow">
          {shown && (
            <>
              <h2 className="mono cut" translate="no">
                {shown.method} {shown.path === '-' ? t('request.unknownPath') : shown.path}{' '}
                <span className={shown.status >= 400 ? 'bad' : 't2'}>{shown.status}</span>
              </h2>
              <p className="t2 s12 cut">
                {formatMilliseconds(shown.at)} · {t('request.ms', { ms: milliseconds(shown.ms) })} ·{' '}
                <span className="mono" title={shown.requestId}>
                  {t('pane.requestId', { id: shown.requestId })}
                </span>
              </p>
            </>
          )}
        </div>
        {shown && (
          <>
            <IconButton
              small
              icon={Terminal}
              label={t('pane.curl')}
              onClick={() => void copy(curlOf(shown, base), t('pane.curlName'))}
            />
            <IconButton small icon={RotateCw} label={t('pane.replay')} onClick={() => replay(false)} />
            <IconButton small icon={Pencil} label={t('pane.edit')} onClick={() => replay(true)} />
          </>
        )}
        <IconButton small icon={X} label={t('pane.close')} onClick={onClose} />
      </header>
      <div className="tabs" role="tablist" aria-label={t('pane.tabs')} ref={list}>
        {tabs.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            data-tab={each}
            id={`request-tab-${each}`}
            aria-selected={tab === each}
            aria-controls="request-panel"
            tabIndex={tab === each ? 0 : -1}
            className={tab === each ? 'on' : ''}
            onClick={() => setTab(each)}
            onKeyDown={(event) => {
              if (event.key === 'ArrowRight') step(1);
              else if (event.key === 'ArrowLeft') step(-1);
            }}
          >
            {t(`pane.${each}`)}
          </button>
        ))}
      </div>
      <div
        className="panein"
        id="request-panel"
        role="tabpanel"
        aria-labelledby={`request-tab-${tab}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        tabIndex={0}
      >
        {data ? (
          <>
            {tab === 'why' && <Why item={data} />}
            {tab === 'request' && <RequestTab item={data} />}
            {tab === 'answer' && <AnswerTab item={data} />}
          </>
        ) : error && asApiError(error).status === 404 ? (
          <EmptyState icon={SearchX} title={t('pane.gone')} />
        ) : (
          error && <ErrorState error={error} onRetry={() => refetch()} />
        )}
      </div>
    </aside>
  );
}
