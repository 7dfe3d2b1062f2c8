import { Eye, EyeOff } from 'lucide-react';
import { type ReactNode, useEffect, useLayoutEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button';
import './controls.css';

const mask = '\u2022'.repeat(16);

interface SecretFieldProps {
  label: string;
  value: string;
  /** Beside the dots, while they are shown. */
  note?: string;
  /** Turns true where it must be shown to be copied by hand. */
  exposed?: boolean;
  /** The copy control at the end of the line. */
  children?: ReactNode;
}

/** One line of a list of credentials. Sixteen dots whatever the length, shown on demand, hidden again when the window is left. */
export function SecretField({ label, value, note, exposed = false, children }: SecretFieldProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  // With the drawing: a moment later it would take back a press of that moment.
  useLayoutEffect(() => setShown(exposed), [exposed]);
  useEffect(() => {
    if (!shown) return;
    const hide = () => setShown(false);
    window.addEventListener('blur', hide);
    return () => window.removeEventListener('blur', hide);
  }, [shown]);
  return (
    <div className="cred">
      <span className="t3">{label}</span>
      {shown ? (
        <span className="mono secret" translate="no" dir="ltr">
          {value}
        </span>
      ) : (
        <span className="row">
          <span className="mono mask" aria-hidden="true">
            {mask}
          </span>
          <span className="unseen">{t('secret.masked')}</span>
          {note && <span className="t3 s12 cut">{note}</span>}
        </span>
      )}
      <span className="row">
        <Button
          small
          look="quiet"
          icon={shown ? EyeOff : Eye}
          aria-pressed={shown}
          aria-label={`${t('action.reveal')}: ${label}`}
          onClick={() => setShown(!shown)}
        >
          {shown ? t('action.hide') : t('action.reveal')}
        </Button>
        {children}
      </span>
    </div>
  );
}
