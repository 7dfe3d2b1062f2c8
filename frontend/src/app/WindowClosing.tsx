import { lazy, Suspense, useEffect, useState } from 'react';
import { loadTexts } from '../i18n';
import { type ClosingAnswer, host } from '../platform';

const ClosingDialog = lazy(async () => {
  const [{ ClosingDialog }] = await Promise.all([
    import('../features/window/ClosingDialog'),
    loadTexts('window'),
  ]);
  return { default: ClosingDialog };
});

/** Whether a page that is left now loses something, by what it would say to a browser that closes its tab. */
const wouldLose = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));

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
  return (
    <Suspense>
      <ClosingDialog {...asked} onAnswer={answer} />
    </Suspense>
  );
}
