import { useTranslation } from 'react-i18next';
import type { Key, Rotation } from '../../api/types';
import { useNow } from '../../i18n/clock';
import { formatAgo, formatDateTime, formatNumber, formatRelative } from '../../i18n/format';
import { Button } from '../../ui/Button';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { useRootDialog } from '../../ui/RootDialog';
import { toast } from '../../ui/toast';
import { useEndRotation } from './calls';
import { ExtendGraceDialog } from './TermDialogs';

interface RotationPanelProps {
  item: Key;
  rotation: Rotation;
  mayChange: boolean;
}

/** Two secrets work: which of them is used how much, who still sends the old one, and until when they can. */
export function RotationPanel({ item, rotation, mayChange }: RotationPanelProps) {
  const { t } = useTranslation('keys');
  const now = useNow();
  const dialog = useRootDialog();
  const total = rotation.new.logins + rotation.old.logins;
  const share = (logins: number) => (total === 0 ? 0 : Math.round((logins / total) * 100));
  const side = (which: 'new' | 'old') => {
    const { logins, lastUsed } = rotation[which];
    return (
      <div className={`secretside ${which}`}>
        <div className="row">
          <span className="swatch" aria-hidden="true" />
          <b>{t(`rotation.${which}`)}</b>
        </div>
        <div className="t2 num">
          {t('rotation.logins', { count: logins, total: formatNumber(logins), share: share(logins) })}
        </div>
        <div className="t3 num">
          {lastUsed ? t('rotation.last', { when: formatAgo(lastUsed.at, now) }) : t('rotation.unused')}
        </div>
      </div>
    );
  };
  const { lastUsed } = rotation.old;
  return (
    <section className="rotation" aria-label={t('rotation.title')}>
      <div className="row rotationhead">
        <h3>{t('rotation.title')}</h3>
        <span className="grow" />
        <span className="t3 num s12">
          {t('rotation.until', {
            date: formatDateTime(rotation.until),
            relative: formatRelative(rotation.until, now),
          })}
        </span>
      </div>
      <div className="rotationbody">
        {/* The numbers below say the same in words. */}
        <div className="secretmeter" aria-hidden="true">
          {total === 0 && <span className="empty" style={{ flexGrow: 1 }} />}
          {rotation.new.logins > 0 && <span className="new" style={{ flexGrow: rotation.new.logins }} />}
          {rotation.old.logins > 0 && <span className="old" style={{ flexGrow: rotation.old.logins }} />}
        </div>
        <div className="sides">
          {side('new')}
          {side('old')}
        </div>
        <div className="rotationfoot">
          {lastUsed ? (
            <p>
              <b translate="no">{lastUsed.agent || t('rotation.someone')}</b> {t('rotation.at')}{' '}
              <span className="mono" translate="no" dir="ltr">
                {lastUsed.address}
              </span>{' '}
              {t('rotation.sendsOld')}
            </p>
          ) : (
            <p className="t2">{t('rotation.nobody')}</p>
          )}
          {mayChange && (
            <div className="row" style={{ gap: 8 }}>
              <Button
                small
                onClick={() => dialog.show(<ExtendGraceDialog item={item} onClose={dialog.close} />)}
              >
                {t('rotation.extend')}
              </Button>
              <Button
                small
                look="dangerline"
                onClick={() => dialog.show(<EndRotationDialog item={item} onClose={dialog.close} />)}
              >
                {t('rotation.end')}
              </Button>
            </div>
          )}
        </div>
      </div>
    </section>
  );
}

function EndRotationDialog({ item, onClose }: { item: Key; onClose: () => void }) {
  const { t } = useTranslation('keys');
  const now = useNow();
  const end = useEndRotation();
  const last = item.rotation?.old.lastUsed;
  return (
    <ConfirmDialog
      open
      danger
      title={t('endRotation.title', { name: item.name })}
      lead={
        last
          ? t('endRotation.used', {
              when: formatAgo(last.at, now),
              address: last.address,
              agent: last.agent || t('rotation.someone'),
            })
          : t('endRotation.unused')
      }
      action={t('endRotation.action')}
      busy={end.isPending}
      error={end.error}
      onConfirm={() =>
        end.mutate(
          { id: item.id },
          {
            onSuccess: (key) => {
              toast(t('done.rotationEnded', { name: key.name }));
              onClose();
            },
          },
        )
      }
      onClose={onClose}
    />
  );
}
