import { useEffect, useState } from 'react';
import { loadTexts } from '../i18n';
import { type ClosingAnswer, host } from '../platform';
import { later } from '../ui/later';
import { wouldLose } from '../ui/useHeld';

const ClosingDialog = later(async () => {
  const [module] = await Promise.all([import('../features/window/ClosingDialog'), loadTexts('window')]);
  return module.ClosingDialog;
});

/** Answers a window that somebody closes: at once where nothing ends with it, else by asking. */
export function WindowClosing() {
  const [asked, setAsked] = useState<{ serving: boolean; losing: boolean } | null>(null);
  useEffect(() => {
    const { window: controls } = host;
    return controls?.onClosing((serving) => {
      const losing = wouldLose();
      if (serving || losing) setAsked({ serving, losing });
      else void controls.answerClosing('keep');
    });
  }, []);
  if (!asked) return null;
  const answer = (answer: ClosingAnswer) => {
    setAsked(null);
    void host.window?.answerClosing(answer);
  };
  return <ClosingDialog {...asked} onAnswer={answer} />;
}
