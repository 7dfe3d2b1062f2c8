import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { host } from '../platform';
import { announce } from './announce';
import { toastFailure } from './toast';

const shownFor = 2_000;

/** Copies, says so for two seconds, and says it when the system refuses. */
export function useCopy(): { copied: boolean; copy: (text: string, what: string) => Promise<boolean> } {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const copy = useCallback(
    async (text: string, what: string) => {
      const done = await host.copyText(text);
      if (!done) {
        toastFailure(t('copy.failed'), t('copy.failedTitle'));
        return false;
      }
      announce(t('copy.announced', { what }));
      setCopied(true);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setCopied(false), shownFor);
      return true;
    },
    [t],
  );
  return { copied, copy };
}
