import { Menu } from '@mantine/core';
import { Check, ChevronDown, Copy, TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Note } from './Banner';
import { Button } from './Button';
import { clearClipboardLater, useClipboardTimer } from './clipboardTimer';
import { Dialog } from './Dialog';
import { SecretField } from './SecretField';
import { useCopy } from './useCopy';
import { useHeld } from './useHeld';
import './reveal.css';

interface RevealDialogProps {
  title: string;
  lead: string;
  /** Public lines above the secret. */
  above?: ReactNode;
  label: string;
  secret: string;
  /** Other forms to copy it in; made when asked for. */
  forms: readonly { label: string; text: () => string }[];
  /** What is lost by closing now. */
  warning: string;
  copyAction: string;
  end: string;
  onClose: () => void;
  children?: ReactNode;
}

/**
 * Shows a secret, once. It lives in this component's props alone and is gone with them. Esc, a click outside, the
 * cross and Done all ask while it was not copied, and so does leaving the page.
 */
export function RevealDialog(props: RevealDialogProps) {
  const { t } = useTranslation();
  const { label, secret, forms, onClose } = props;
  const { copy } = useCopy();
  const left = useClipboardTimer();
  const [saved, setSaved] = useState(false);
  const [asked, setAsked] = useState(false);
  const [exposed, setExposed] = useState(false);

  useHeld(!saved);

  const copyAs = async (text: string) => {
    if (await copy(text, label)) {
      clearClipboardLater(text);
      setSaved(true);
      setAsked(false);
    } else {
      setExposed(true);
    }
  };
  const leave = () => {
    if (saved) onClose();
    else setAsked(true);
  };
  // One primary button a layer: it moves to where the task is.
  const look = saved || asked ? 'default' : 'primary';

  const gate = (
    <div className="gate" role="alert">
      <Note tone="warn" icon={TriangleAlert}>
        {props.warning}
      </Note>
      <div className="acts">
        <Button look="dangerline" onClick={onClose}>
          {t('copy.closeAnyway')}
        </Button>
        <Button look="primary" icon={Copy} onClick={() => copyAs(secret)}>
          {props.copyAction}
        </Button>
      </div>
    </div>
  );
  const end = (
    <>
      <span className="t3 num">{props.end}</span>
      <span className="grow" />
      <Button look={saved ? 'primary' : 'wait'} onClick={leave}>
        {t('action.done')}
      </Button>
    </>
  );
  return (
    <Dialog open title={props.title} lead={props.lead} onClose={leave} footer={asked ? gate : end}>
      <div className="creds">
        {props.above}
        <SecretField label={label} value={secret} exposed={exposed}>
          <span className="split">
            <Button
              small
              look={look}
              icon={saved ? Check : Copy}
              aria-label={`${saved ? t('action.copied') : t('action.copy')}: ${label}`}
              data-autofocus
              onClick={() => copyAs(secret)}
            >
              {saved ? t('action.copied') : t('action.copy')}
            </Button>
            <Menu position="bottom-end" width={120}>
              <Menu.Target>
                <Button small look={look} icon={ChevronDown} aria-label={t('copy.as')} title={t('copy.as')} />
              </Menu.Target>
              <Menu.Dropdown>
                {forms.map((form) => (
                  <Menu.Item key={form.label} onClick={() => copyAs(form.text())}>
                    {form.label}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          </span>
        </SecretField>
        <div className="cred after">
          <span />
          <span className="copyas t3 s12">
            {t('copy.as')}
            {forms.map((form) => (
              <button type="button" key={form.label} onClick={() => copyAs(form.text())}>
                {form.label}
              </button>
            ))}
            <span className="grow" />
            {left !== null && <span className="t2 num nowrap">{t('copy.clears', { count: left })}</span>}
          </span>
        </div>
      </div>
      {props.children}
    </Dialog>
  );
}
