import { TriangleAlert } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Note } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { wouldLose } from '../../ui/useHeld';
import { enter } from './enter';
import { ForgottenLock, useLockedWindow } from './Locked';
import { SignInForm } from './SignInForm';

interface SessionEndedDialogProps {
  /** Who was signed in. */
  username: string;
  /** Somebody is signed in again: the same, or somebody whose page this is not. */
  onSignedIn: (same: boolean) => void;
  onLeave: () => void;
}

/** Signs in over a page that holds what would be lost by leaving it. */
export function SessionEndedDialog({ username, onSignedIn, onLeave }: SessionEndedDialogProps) {
  const { t } = useTranslation('entry');
  const [leaving, setLeaving] = useState(false);
  const locked = useLockedWindow();
  // Whoever only locked it loses nothing by leaving, and has nowhere to go.
  const [loses] = useState(wouldLose);
  const same = useRef(false);
  return (
    <Dialog
      open
      narrow
      covers={locked}
      title={t(locked ? 'locked.title' : 'ended.title')}
      lead={t(locked ? 'locked.kept' : 'ended.lead')}
      onClose={() => setLeaving(loses)}
      footer={
        leaving && (
          <Note tone="warn" icon={TriangleAlert} role="alert">
            <p>{t('ended.loses')}</p>
            <div className="row" style={{ marginTop: 8 }}>
              <Button small onClick={() => setLeaving(false)}>
                {t('ended.stay')}
              </Button>
              <Button small look="dangerline" onClick={onLeave}>
                {t('ended.leave')}
              </Button>
            </div>
          </Note>
        )
      }
    >
      <SignInForm
        username={username}
        {...(locked && { forgotten: <ForgottenLock /> })}
        signIn={async (body) => {
          same.current = await enter.again(body, username);
        }}
        onSignedIn={() => onSignedIn(same.current)}
      />
    </Dialog>
  );
}
