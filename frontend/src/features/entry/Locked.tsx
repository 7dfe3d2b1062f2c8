import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { host } from '../../platform';
import { CodeBlock } from '../../ui/CodeBlock';
import { windowQuery } from '../window/calls';

/** Whether the sign-in is that of this computer's window, which locks: nothing else asks for an operator there. */
export function useLockedWindow(): boolean {
  const { data } = useQuery(windowQuery);
  return host.window !== null && data?.server === null;
}

/** For who forgot the password of a locked window: whoever has this computer's terminal may take the lock away. */
export function ForgottenLock() {
  const { t } = useTranslation('entry');
  return (
    <div className="below">
      <p className="t3 s12">{t('locked.forgotten')}</p>
      <CodeBlock
        code="latchkey setting set window-lock off"
        title={t('locked.takeAway')}
        what={t('locked.command')}
      />
    </div>
  );
}
