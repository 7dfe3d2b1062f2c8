import type { TFunction } from 'i18next';
import type { AuditEntry } from '../../api/types';
import { formatExact } from '../../i18n/format';
import { Chip } from '../../ui/Chip';
import type { GridColumn } from '../../ui/gridColumns';
import { agoTime } from '../../ui/times';
import { detailWords } from './detail';
import { actionWords, actorOf, kindWords, objectWords, resultLook } from './entry';

type Words = TFunction<'audit'>;

export function auditColumns(t: Words): GridColumn<AuditEntry>[] {
  return [
    {
      id: 'time',
      title: t('column.time'),
      width: 188,
      narrowWidth: 164,
      render: (entry, now) => (
        <>
          <div className="l1 num">{agoTime(entry.at, now)}</div>
          <div className="l2 num">{formatExact(entry.at)}</div>
        </>
      ),
    },
    {
      id: 'actor',
      title: t('column.actor'),
      width: 148,
      narrowWidth: 120,
      optional: true,
      render: (entry) => {
        const { name, here } = actorOf(entry);
        return (
          <>
            <div className="l1" title={entry.actor} translate="no">
              {name}
            </div>
            {here && <div className="l2">{t('here')}</div>}
          </>
        );
      },
    },
    {
      id: 'action',
      title: t('column.action'),
      width: 172,
      narrowWidth: 148,
      render: (entry) => (
        <>
          <div className="l1 name" title={actionWords(entry.action, t)}>
            {actionWords(entry.action, t)}
          </div>
          <div className="l2 mono" translate="no" dir="ltr">
            {entry.action}
          </div>
        </>
      ),
    },
    {
      id: 'object',
      title: t('column.object'),
      optional: true,
      render: (entry) => {
        const second = [kindWords(entry.object, t), detailWords(entry, t)].filter(Boolean).join(' · ');
        return (
          <>
            <div className="l1" title={entry.objectName} translate="no">
              {objectWords(entry) || t('drawer.nothing')}
            </div>
            <div className="l2" title={second}>
              {second}
            </div>
          </>
        );
      },
    },
    {
      id: 'result',
      title: t('column.result'),
      width: 104,
      narrowWidth: 96,
      optional: true,
      render: (entry) => (
        <Chip tone={resultLook(entry.result).tone} icon={resultLook(entry.result).icon}>
          {t(`result.${entry.result}`)}
        </Chip>
      ),
    },
    {
      id: 'address',
      title: t('column.address'),
      width: 136,
      wideOnly: true,
      optional: true,
      render: (entry) => (
        <div className="l1 num" title={entry.address} translate="no">
          {entry.address || t('drawer.nothing')}
        </div>
      ),
    },
  ];
}
