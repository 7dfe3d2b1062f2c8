import { TextInput } from '@mantine/core';
import { Eye, EyeOff, Info } from 'lucide-react';
import { type ComponentProps, type KeyboardEvent, type MouseEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button';
import './entry.css';

type PasswordFieldProps = Omit<
  ComponentProps<typeof TextInput>,
  'type' | 'rightSection' | 'rightSectionWidth'
>;

/** A password: paste and password managers welcome, shown on demand, with a word about caps lock. */
export function PasswordField({ description, ...rest }: PasswordFieldProps) {
  const { t } = useTranslation('entry');
  const [shown, setShown] = useState(false);
  const [caps, setCaps] = useState(false);
  const look = (event: KeyboardEvent | MouseEvent) => setCaps(event.getModifierState('CapsLock'));
  return (
    <TextInput
      {...rest}
      type={shown ? 'text' : 'password'}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      spellCheck={false}
      autoCapitalize="none"
      autoCorrect="off"
      onKeyDown={look}
      onKeyUp={look}
      onMouseDown={look}
      onBlur={() => setCaps(false)}
      description={
        caps ? (
          <span className="caps" role="status">
            <Info className="i i14" aria-hidden="true" />
            {t('capsLock')}
          </span>
        ) : (
          description
        )
      }
      rightSectionWidth="auto"
      rightSection={
        <Button
          small
          look="quiet"
          className="toggle"
          icon={shown ? EyeOff : Eye}
          aria-pressed={shown}
          aria-label={t('showPassword')}
          onClick={() => setShown(!shown)}
        >
          {shown ? t('hide') : t('show')}
        </Button>
      }
    />
  );
}
