import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Command, type CommandGroup, useOffered, useSingleKeys } from '../ui/commands';
import { Dialog } from '../ui/Dialog';
import { Keys } from '../ui/Keys';

interface Line {
  keys: string;
  label: string;
}

const sections: readonly CommandGroup[] = ['page', 'go', 'do', 'look'];

function linesOf(commands: readonly Command[], section: CommandGroup): Line[] {
  return commands.flatMap(({ keys, label, group = 'page', unlisted }) =>
    keys && group === section && (!unlisted || keys === 'mod K') ? [{ keys, label }] : [],
  );
}

/** What the keyboard can do on this page, and the switch for those whose software types letters for them. */
export default function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const commands = useOffered();
  const { single, setSingle } = useSingleKeys();
  const grid: Line[] = [
    { keys: 'Up Down', label: t('shortcuts.row') },
    { keys: 'Enter', label: t('shortcuts.open') },
    { keys: 'Shift F10', label: t('shortcuts.menu') },
    { keys: 'mod C', label: t('shortcuts.copy') },
  ];
  const layers: Line[] = [
    { keys: 'mod Enter', label: t('shortcuts.submit') },
    { keys: 'Esc', label: t('shortcuts.escape') },
  ];
  const groups = [
    ...sections.map((section) => ({ title: t(`shortcuts.${section}`), lines: linesOf(commands, section) })),
    { title: t('shortcuts.lists'), lines: grid },
    { title: t('shortcuts.layers'), lines: layers },
  ];
  return (
    <Dialog open title={t('shortcuts.title')} onClose={onClose}>
      <div className="sheets">
        {groups
          .filter(({ lines }) => lines.length > 0)
          .map(({ title, lines }) => (
            <section key={title} aria-label={title}>
              <h3>{title}</h3>
              <dl className="sheet">
                {lines.map(({ keys, label }) => (
                  <div key={label}>
                    <dt>{label}</dt>
                    <dd>
                      <span className="unseen">{keys}</span>
                      <Keys keys={keys} />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
      </div>
      <Checkbox
        checked={single}
        onChange={(event) => setSingle(event.currentTarget.checked)}
        label={t('shortcuts.single')}
        description={t('shortcuts.singleHint')}
      />
    </Dialog>
  );
}
