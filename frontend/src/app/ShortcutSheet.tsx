import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../ui/Dialog';
import { Keys } from '../ui/Keys';
import { useShortcuts } from '../ui/shortcuts';

const arrows = '\u2191 \u2193';

/** What the keyboard can do on this page, and the switch for those whose software types letters for them. */
export default function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { list, single, setSingle } = useShortcuts();
  const fixed = [
    { keys: arrows, label: t('shortcuts.row') },
    { keys: 'Enter', label: t('shortcuts.open') },
    { keys: 'Shift F10', label: t('shortcuts.menu') },
    { keys: 'mod Enter', label: t('shortcuts.submit') },
    { keys: 'Esc', label: t('shortcuts.escape') },
    { keys: '?', label: t('shortcuts.help') },
  ];
  return (
    <Dialog open title={t('shortcuts.title')} onClose={onClose} narrow>
      <dl className="sheet">
        {[...list().filter(({ id }) => id !== 'help'), ...fixed].map(({ keys, label }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <span className="unseen">{keys}</span>
              <Keys keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
      <Checkbox
        checked={single}
        onChange={(event) => setSingle(event.currentTarget.checked)}
        label={t('shortcuts.single')}
        description={t('shortcuts.singleHint')}
      />
    </Dialog>
  );
}
