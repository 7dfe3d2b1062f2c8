import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Note } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { useCopy } from '../../ui/useCopy';
import { useHeld } from '../../ui/useHeld';
import './me.css';

/** The recovery codes, once. Closing asks where they were not copied. */
export function RecoveryCodesDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const { t } = useTranslation('me');
  const { copy } = useCopy();
  const [kept, setKept] = useState(false);
  const [asked, setAsked] = useState(false);
  useHeld(!kept);
  const close = () => {
    if (kept || asked) onClose();
    else setAsked(true);
  };
  return (
    <Dialog
      open
      title={t('codes.title')}
      lead={t('codes.lead')}
      onClose={close}
      footer={
        <>
          <span className="grow" />
          <Button
            look={kept ? 'default' : 'primary'}
            data-autofocus={!kept || undefined}
            onClick={async () => setKept((await copy(codes.join('\n'), t('codes.what'))) || kept)}
          >
            {t('codes.copy')}
          </Button>
          <Button look={kept ? 'primary' : 'wait'} onClick={close}>
            {asked && !kept ? t('codes.anyway') : t('codes.done')}
          </Button>
        </>
      }
    >
      <ul className="codes mono" translate="no" dir="ltr">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      {asked && !kept && (
        <Note tone="warn" icon={TriangleAlert} role="alert">
          {t('codes.ask')}
        </Note>
      )}
    </Dialog>
  );
}
