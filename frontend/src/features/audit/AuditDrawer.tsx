import { Drawer } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { SearchX, ShieldAlert, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '../../api/types';
import { useNow } from '../../i18n/clock';
import { formatAgo, formatDateTime, formatExact } from '../../i18n/format';
import { Note } from '../../ui/Banner';
import { Button, IconButton } from '../../ui/Button';
import { Chip } from '../../ui/Chip';
import { EmptyState } from '../../ui/EmptyState';
import { Identifier } from '../../ui/Identifier';
import { KeyValue, type KeyValueEntry } from '../../ui/KeyValue';
import { LayerFocus } from '../../ui/LayerFocus';
import { detailWords } from './detail';
import { actionWords, actorOf, kindWords, memberWords, objectPage, resultLook } from './entry';

interface AuditDrawerProps {
  /** Undefined where the address names one that is not loaded. */
  entry: AuditEntry | undefined;
  onClose: () => void;
}

/** One entry of the log with all that was written down. */
export function AuditDrawer({ entry, onClose }: AuditDrawerProps) {
  const { t } = useTranslation('audit');
  const { t: common } = useTranslation();
  return (
    <Drawer.Root opened onClose={onClose} position="right" size="auto" transitionProps={{ duration: 0 }}>
      <Drawer.Overlay />
      <Drawer.Content className="drawer detail">
        <LayerFocus />
        <div className="head">
          <div className="grow row">
            <Drawer.Title component="h2" className="cut">
              {entry ? actionWords(entry.action, t) : t('title')}
            </Drawer.Title>
            {entry && (
              <Chip tone={resultLook(entry.result).tone} icon={resultLook(entry.result).icon}>
                {t(`result.${entry.result}`)}
              </Chip>
            )}
          </div>
          <IconButton icon={X} small label={common('action.close')} onClick={onClose} />
        </div>
        {entry ? (
          <div className="in">
            {entry.result === 'denied' && (
              <Note tone="danger" icon={ShieldAlert}>
                {t('drawer.denied')}
              </Note>
            )}
            {entry.changes.length > 0 && <Changes changes={entry.changes} />}
            <Facts entry={entry} />
          </div>
        ) : (
          <EmptyState
            icon={SearchX}
            title={t('drawer.missing')}
            text={t('drawer.missingText')}
            actions={<Button onClick={onClose}>{t('drawer.toList')}</Button>}
          />
        )}
      </Drawer.Content>
    </Drawer.Root>
  );
}

/** What members were and became, side by side. */
function Changes({ changes }: { changes: AuditEntry['changes'] }) {
  const { t } = useTranslation('audit');
  const text = (value: string) =>
    value === '' ? <span className="t3">{t('drawer.empty')}</span> : changeText(value);
  return (
    <table className="beforeafter">
      <caption className="unseen">{t('drawer.changes')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('drawer.member')}</th>
          <th scope="col">{t('drawer.before')}</th>
          <th scope="col">{t('drawer.after')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ field, before, after }) => (
          <tr key={field}>
            <th scope="row">{memberWords(field, t)}</th>
            <td className="was">{text(before)}</td>
            <td>{text(after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/** Times as everywhere, everything else as it was written down. */
function changeText(value: string): string {
  return moment.test(value) ? formatDateTime(value) : value;
}

function Facts({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation('audit');
  const now = useNow();
  const page = objectPage(entry);
  const { name, here } = actorOf(entry);
  const nothing = t('drawer.nothing');
  const code = (text: string, what: string) =>
    text === '' ? nothing : <Identifier text={text} what={what} />;
  const facts: KeyValueEntry[] = [
    {
      label: t('drawer.when'),
      value: (
        <>
          <time dateTime={entry.at}>{formatExact(entry.at)}</time>{' '}
          <span className="t3">{formatAgo(entry.at, now)}</span>
        </>
      ),
    },
    {
      label: t('drawer.who'),
      value: (
        <>
          <span translate="no">{name}</span> {here && <span className="t3">{t('here')}</span>}
        </>
      ),
    },
    {
      label: t('drawer.action'),
      value: (
        <>
          {actionWords(entry.action, t)}{' '}
          <span className="mono t3" translate="no" dir="ltr">
            {entry.action}
          </span>
        </>
      ),
    },
    { label: t('drawer.result'), value: t(`result.${entry.result}`) },
    { label: t('drawer.detail'), value: detailWords(entry, t) || nothing },
    { label: t('drawer.kind'), value: entry.object === '' ? nothing : kindWords(entry.object, t) },
    {
      label: t('drawer.name'),
      value: (
        <>
          <span translate="no">{entry.objectName || nothing}</span>{' '}
          {page && (
            <Link to={page} params={{ id: entry.objectId }}>
              {t('drawer.openObject')}
            </Link>
          )}
        </>
      ),
    },
    { label: t('drawer.id'), value: code(entry.objectId, t('drawer.id')) },
    { label: t('drawer.address'), value: code(entry.address, t('drawer.address')) },
    { label: t('drawer.request'), value: code(entry.requestId, t('drawer.request')) },
    { label: t('drawer.entry'), value: code(entry.id, t('drawer.entry')) },
  ];
  return <KeyValue entries={facts} />;
}
