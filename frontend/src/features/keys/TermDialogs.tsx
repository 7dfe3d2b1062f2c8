import { useTranslation } from 'react-i18next';
import type { Key } from '../../api/types';
import { useNow } from '../../i18n/clock';
import { formatDateTime, formatRelative } from '../../i18n/format';
import { spanText, spanWords } from '../../ui/span';
import { toast } from '../../ui/toast';
import { useExtend, useExtendRotation, useRenew } from './calls';
import { LastUse } from './LastUse';
import { SpanDialog } from './SpanDialog';

interface TermDialogProps {
  item: Key;
  onClose: () => void;
}

const fixed = ['7d', '30d', '90d'] as const;

/** A new term from now, without a new secret: first the one the key had. */
export function RenewDialog({ item, onClose }: TermDialogProps) {
  const { t } = useTranslation('keys');
  const now = useNow();
  const renew = useRenew();
  const before = item.term > 0 ? spanText(item.term) : '90d';
  const spans = [before, ...fixed.filter((span) => span !== before)];
  return (
    <SpanDialog
      title={t(item.state === 'expired' ? 'renew.title' : 'renew.titleEarly', { name: item.name })}
      lead={<LastUse item={item} />}
      label={t('renew.for')}
      action={t('renew.action')}
      choices={spans.map((value, at) => ({
        value,
        label: at === 0 ? t('renew.before', { span: spanWords(value) }) : spanWords(value),
      }))}
      first={before}
      busy={renew.isPending}
      error={renew.error}
      result={(seconds) =>
        t('renew.until', {
          date: formatDateTime(now + seconds * 1000),
          relative: formatRelative(now + seconds * 1000, now),
        })
      }
      onConfirm={(expires) =>
        renew.mutate(
          { id: item.id, expires },
          {
            onSuccess: (key) => {
              toast(t('done.renewed', { name: key.name, date: formatDateTime(key.expires ?? '') }));
              onClose();
            },
          },
        )
      }
      onClose={onClose}
    />
  );
}

/** Moves the end: by an hour in an outage, or by what is chosen. */
export function ExtendDialog({ item, onClose }: TermDialogProps) {
  const { t } = useTranslation('keys');
  const now = useNow();
  const extend = useExtend();
  const from = Math.max(now, new Date(item.expires ?? now).getTime());
  return (
    <SpanDialog
      title={t('extend.title', { name: item.name })}
      lead={<LastUse item={item} />}
      label={t('extend.by')}
      action={t('extend.action')}
      choices={[
        { value: '1h', label: t('extend.hour') },
        ...['24h', ...fixed].map((value) => ({ value, label: spanWords(value) })),
      ]}
      first={item.state === 'expired' ? '1h' : '30d'}
      busy={extend.isPending}
      error={extend.error}
      result={(seconds) => t('extend.until', { date: formatDateTime(from + seconds * 1000) })}
      onConfirm={(span) =>
        extend.mutate(
          { id: item.id, span },
          {
            onSuccess: (key) => {
              toast(t('done.extended', { name: key.name, date: formatDateTime(key.expires ?? '') }));
              onClose();
            },
          },
        )
      }
      onClose={onClose}
    />
  );
}

/** Lets the old secret of a rotation work longer. */
export function ExtendGraceDialog({ item, onClose }: TermDialogProps) {
  const { t } = useTranslation('keys');
  const extend = useExtendRotation();
  const until = new Date(item.rotation?.until ?? 0).getTime();
  return (
    <SpanDialog
      title={t('extendGrace.title', { name: item.name })}
      label={t('extend.by')}
      action={t('extendGrace.action')}
      choices={['1h', '6h', '24h', '7d'].map((value) => ({ value, label: spanWords(value) }))}
      first="24h"
      busy={extend.isPending}
      error={extend.error}
      result={(seconds) => t('extendGrace.until', { date: formatDateTime(until + seconds * 1000) })}
      onConfirm={(span) =>
        extend.mutate(
          { id: item.id, span },
          {
            onSuccess: (key) => {
              toast(t('done.graceExtended', { date: formatDateTime(key.rotation?.until ?? '') }));
              onClose();
            },
          },
        )
      }
      onClose={onClose}
    />
  );
}
