import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyValue } from '../../ui/KeyValue';
import { milliseconds } from '../usage/tally';
import type { ActivityDetail } from './calls';

type Header = ActivityDetail['requestHeaders'][number];

/** What was sent, without what is secret. */
export function RequestTab({ item }: { item: ActivityDetail }) {
  const { t } = useTranslation('inspector');
  return (
    <>
      <KeyValue
        entries={[
          {
            label: t('request.path'),
            value: item.path === '-' ? t('request.unknownPath') : `${item.method} ${item.path}`,
          },
          { label: t('request.from'), value: item.address || t('request.local') },
          { label: t('request.agent'), value: item.agent || t('subject.none') },
        ]}
      />
      <Headers list={item.requestHeaders} />
      <Body text={item.bodies?.request} cut={item.bodies?.requestCut ?? 0} size={item.bytesIn} />
    </>
  );
}

/** What came back. */
export function AnswerTab({ item }: { item: ActivityDetail }) {
  const { t } = useTranslation('inspector');
  return (
    <>
      <KeyValue
        entries={[
          { label: t('request.status'), value: item.status },
          { label: t('request.took'), value: t('request.ms', { ms: milliseconds(item.ms) }) },
        ]}
      />
      <Headers list={item.answerHeaders} />
      <Body text={item.bodies?.answer} cut={item.bodies?.answerCut ?? 0} size={item.bytesOut} />
    </>
  );
}

function Headers({ list }: { list: readonly Header[] }) {
  const { t } = useTranslation('inspector');
  if (list.length === 0) return null;
  const value = ({ value: text, hidden }: Header): ReactNode =>
    hidden ? (
      <span className="t3">{text ? t('request.hiddenAs', { scheme: text }) : t('request.hidden')}</span>
    ) : (
      <span className="mono" translate="no">
        {text}
      </span>
    );
  return (
    <div>
      <h3>{t('request.headers')}</h3>
      <KeyValue entries={list.map((header) => ({ label: header.name, value: value(header) }))} />
    </div>
  );
}

function Body({ text, cut, size }: { text: string | undefined; cut: number; size: number }) {
  const { t } = useTranslation('inspector');
  return (
    <div>
      <h3>{t('request.body')}</h3>
      {text ? (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
          <pre className="code bodytext" tabIndex={0} translate="no">
            {pretty(text)}
          </pre>
          {cut > 0 && <p className="t3 s12">{t('request.cut', { count: cut })}</p>}
        </>
      ) : (
        <p className="t3">
          {size === 0
            ? t('request.noBody')
            : size < 0
              ? t('request.unknownSize')
              : t('request.notCaptured', { count: size })}
        </p>
      )}
    </div>
  );
}

/** A document a line a member; what is cut is left as it is. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
