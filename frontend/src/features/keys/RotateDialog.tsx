import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { RefreshCw, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Key, KeyWithSecret } from '../../api/types';
import { useNow } from '../../i18n/clock';
import { formatDateTime } from '../../i18n/format';
import { Note } from '../../ui/Banner';
import { ChoicePills } from '../../ui/ChoicePills';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { spanSeconds, spanWords } from '../../ui/span';
import { keyQuery, rotateKey } from './calls';
import { type Grace, graceFault, graces } from './grace';
import { LastUse } from './LastUse';

interface RotateDialogProps {
  item: Key;
  onClose: () => void;
  /** Takes the key with its new secret, which must be shown at once. */
  onRotated: (key: KeyWithSecret) => void;
}

const day = 86_400_000;

/** How long the old secret goes on working is the one question; ending it at once is the dangerous answer. */
export function RotateDialog({ item, onClose, onRotated }: RotateDialogProps) {
  const { t } = useTranslation('keys');
  const client = useQueryClient();
  const now = useNow();
  const rotating = item.rotation !== null;
  const [grace, setGrace] = useState<Grace>(rotating ? 'now' : '24h');
  const [span, setSpan] = useState('3d');
  const [typed, setTyped] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  const atOnce = grace === 'now';
  const inUse = item.lastUsed !== null && now - new Date(item.lastUsed.at).getTime() < day;
  const mustType = atOnce && inUse;
  const chosen = grace === 'custom' ? span.trim() : grace;
  const seconds = atOnce ? 0 : spanSeconds(chosen);

  const confirm = async () => {
    if (grace === 'custom' && graceFault(span)) {
      setFault(t(graceFault(span) ?? 'span.none'));
      return;
    }
    if (mustType && typed.trim() !== item.name) {
      setFault(t('rotate.typeName', { name: item.name }));
      return;
    }
    setBusy(true);
    setError(null);
    try {
      const rotated = await rotateKey(item.id, chosen);
      const { secret: _, ...key } = rotated;
      client.setQueryData(keyQuery(key.id).queryKey, key);
      void client.invalidateQueries({ queryKey: ['keys'] });
      onRotated(rotated);
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };

  return (
    <ConfirmDialog
      open
      danger={atOnce}
      title={t('rotate.title', { name: item.name })}
      lead={<LastUse item={item} />}
      action={t('rotate.action')}
      busy={busy}
      error={error}
      onConfirm={confirm}
      onClose={onClose}
    >
      {rotating && (
        <Note tone="warn" icon={RefreshCw}>
          {t('rotate.already', { date: formatDateTime(item.rotation?.until ?? '') })}
        </Note>
      )}
      <ChoicePills
        label={t('rotate.grace')}
        value={grace}
        choices={graces.map((value) => ({
          value,
          label: value === 'now' || value === 'custom' ? t(`grace.${value}`) : spanWords(value),
          disabled: rotating && value !== 'now',
        }))}
        onChange={(value) => {
          setGrace(value);
          setFault(null);
        }}
      >
        {grace === 'custom' && (
          <TextInput
            mt={8}
            label={t('span.label')}
            description={t('span.graceHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={span}
            onChange={(event) => {
              setSpan(event.currentTarget.value);
              setFault(null);
            }}
            error={fault}
            w={220}
            autoComplete="off"
          />
        )}
      </ChoicePills>
      {atOnce ? (
        <Note tone="danger" icon={TriangleAlert}>
          {inUse ? t('rotate.atOnceUsed') : t('rotate.atOnce')}
        </Note>
      ) : (
        <p className="t2">
          {seconds
            ? t('rotate.until', { date: formatDateTime(now + seconds * 1000) })
            : t('rotate.untilUnknown')}
        </p>
      )}
      {mustType && (
        <TextInput
          label={t('rotate.type', { name: item.name })}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setFault(null);
          }}
          error={fault}
          autoComplete="off"
          spellCheck={false}
        />
      )}
    </ConfirmDialog>
  );
}
