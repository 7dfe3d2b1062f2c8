import { Check, Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, type ButtonLook, IconButton } from './Button';
import { useCopy } from './useCopy';

interface CopyButtonProps {
  text: string;
  /** What is copied, for the announcement and the name of the button: "Access key". */
  what: string;
  look?: ButtonLook;
  label?: string;
  /** An icon alone. */
  bare?: boolean;
  onCopied?: () => void;
}

export function CopyButton({ text, what, look, label, bare, onCopied }: CopyButtonProps) {
  const { t } = useTranslation();
  const { copied, copy } = useCopy();
  const press = async () => {
    if (await copy(text, what)) onCopied?.();
  };
  const icon = copied ? Check : Copy;
  if (bare)
    return <IconButton icon={icon} small label={label ?? `${t('action.copy')}: ${what}`} onClick={press} />;
  const shown = label ?? t('action.copy');
  return (
    <Button
      small
      icon={icon}
      look={look ?? 'default'}
      onClick={press}
      aria-label={copied ? t('copy.announced', { what }) : `${shown}: ${what}`}
    >
      {copied ? t('action.copied') : shown}
    </Button>
  );
}
