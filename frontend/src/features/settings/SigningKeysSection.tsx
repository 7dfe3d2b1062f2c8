import { useQuery } from '@tanstack/react-query';
import { Check, Circle, Lock } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SigningKey, SigningKeyUse } from '../../api/types';
import { useCore } from '../../app/core';
import { formatDate, formatExact } from '../../i18n/format';
import { Note } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Chip } from '../../ui/Chip';
import { ErrorState } from '../../ui/ErrorState';
import { Identifier } from '../../ui/Identifier';
import { ListError } from '../../ui/ListFrame';
import { signingKeysQuery, useIsOwner } from './calls';
import { ImportDrawer } from './ImportDrawer';
import { RevealKeyDialog } from './RevealKeyDialog';
import { RotateDialog } from './RotateDialog';
import { SectionHead } from './SectionHead';

const uses = ['machine', 'user'] as const;

type Layer =
  | { act: 'rotate'; use: SigningKeyUse }
  | { act: 'import'; use: SigningKeyUse; alg: string }
  | { act: 'reveal'; item: SigningKey };

export function SigningKeysSection() {
  const { t } = useTranslation('settings');
  const { lostAt } = useCore();
  const lost = lostAt !== null;
  const owner = useIsOwner();
  const { data, error, dataUpdatedAt, refetch } = useQuery({ ...signingKeysQuery, enabled: !lost });
  const [layer, setLayer] = useState<Layer | null>(null);
  const close = () => setLayer(null);
  const may = owner && !lost;

  if (!data) {
    return error ? (
      <ErrorState error={error} title={t('signing.failed')} onRetry={() => refetch()} />
    ) : (
      <div className="setmain" aria-busy="true" />
    );
  }
  return (
    <div className="setmain">
      <SectionHead title={t('section.signing')} lead={t('signing.lead')} />
      <ListError error={lost ? null : error} updatedAt={dataUpdatedAt} onRetry={() => refetch()} />
      {!owner && (
        <Note tone="info" icon={Lock}>
          {t('signing.owners')}
        </Note>
      )}
      {uses.map((use) => {
        const keys = data.items.filter((key) => key.use === use);
        const alg = keys[0]?.alg ?? '';
        const heading = t(`signing.use.${use}`, { alg });
        return (
          <section key={use} className="panel" aria-label={heading}>
            <div className="panelhead">
              <div className="grow">
                <h3>{heading}</h3>
                <div className="mono t3" translate="no">
                  {t(`signing.made.${use}`)}
                </div>
              </div>
              {owner && (
                <>
                  <Button
                    small
                    disabled={!may}
                    aria-label={t(`signing.importFor.${use}`)}
                    onClick={() => setLayer({ act: 'import', use, alg })}
                  >
                    {t('signing.import')}
                  </Button>
                  <Button
                    small
                    disabled={!may}
                    aria-label={t(`signing.rotateFor.${use}`)}
                    onClick={() => setLayer({ act: 'rotate', use })}
                  >
                    {t('signing.rotate')}
                  </Button>
                </>
              )}
            </div>
            <Keys
              items={keys}
              label={heading}
              onReveal={may ? (item) => setLayer({ act: 'reveal', item }) : null}
            />
          </section>
        );
      })}
      {layer?.act === 'rotate' && <RotateDialog use={layer.use} onClose={close} />}
      {layer?.act === 'import' && <ImportDrawer use={layer.use} alg={layer.alg} onClose={close} />}
      {layer?.act === 'reveal' && <RevealKeyDialog item={layer.item} onClose={close} />}
    </div>
  );
}

interface KeysProps {
  items: readonly SigningKey[];
  label: string;
  onReveal: ((item: SigningKey) => void) | null;
}

function Keys({ items, label, onReveal }: KeysProps) {
  const { t } = useTranslation('settings');
  return (
    <table className="setkeys" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{t('signing.column.id')}</th>
          <th scope="col">{t('signing.column.state')}</th>
          <th scope="col">{t('signing.column.from')}</th>
          <th scope="col">{t('signing.column.until')}</th>
          <th scope="col">
            <span className="unseen">{t('signing.column.acts')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id} className={item.state === 'retired' ? 'ended' : ''}>
            <td>
              <Identifier text={item.id} what={t('signing.column.id')} />
            </td>
            <td>
              <Chip
                tone={item.state === 'active' ? 'plain' : 'neutral'}
                icon={item.state === 'active' ? Check : Circle}
              >
                {t(`signing.state.${item.state}`)}
              </Chip>
            </td>
            <td>
              <time dateTime={item.createdAt} title={formatExact(item.createdAt)}>
                {formatDate(item.createdAt)}
              </time>
              <div className="t3 s12 cut">{t('signing.by', { name: item.createdBy })}</div>
            </td>
            <td>
              {item.retiredAt ? (
                <time dateTime={item.retiredAt} title={formatExact(item.retiredAt)}>
                  {formatDate(item.retiredAt)}
                </time>
              ) : (
                t('nothing')
              )}
            </td>
            <td className="end">
              {onReveal && (
                <Button
                  small
                  look="quiet"
                  aria-label={t('signing.revealOf', { id: item.id })}
                  onClick={() => onReveal(item)}
                >
                  {t('signing.reveal')}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
