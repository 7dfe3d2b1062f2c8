import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { later } from '../ui/later';
import { useReturnFocus } from '../ui/useReturnFocus';

const Palette = later(async () => (await import('./Palette')).Palette);

/** The palette is no part of a first visit, but follows it at once. */
export const bringPalette = Palette.bring;

/** The palette; somebody who opens it before it has come types into a field that nobody sees, and loses no stroke. */
export function PaletteLayer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const typed = useRef('');
  useReturnFocus();
  return (
    <Palette
      typedBefore={typed}
      onClose={onClose}
      fallback={
        <input
          // biome-ignore lint/a11y/noAutofocus: the palette is opened to type into it
          autoFocus
          className="unseen"
          aria-label={t('palette.field')}
          onChange={(event) => {
            typed.current = event.currentTarget.value;
          }}
        />
      }
    />
  );
}
