import { useBlocker } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button';
import { Dialog } from './Dialog';
import { useHeld } from './useHeld';

interface Unsaved {
  /** Whether the question is being asked; a layer below it leaves Esc to it. */
  asking: boolean;
  /** Closes the form; asks before where something would be lost. */
  leave(close: () => void): void;
  /** The question, to be drawn beside the form. */
  question: ReactNode;
}

/** Whoever is sent to one of these has no session any more, and cannot stay. */
const entries = ['/sign-in', '/setup'];

/**
 * The one way in which every form keeps what is not saved from being lost: going to another page, closing the tab and
 * closing the form ask first. Another part of the same page is no other page: its forms stay as they are.
 */
export function useUnsaved(unsaved: boolean, sending = false): Unsaved {
  const { t } = useTranslation();
  const [closing, setClosing] = useState<(() => void) | null>(null);
  const asks = unsaved && !sending;
  const gate = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      current.pathname !== next.pathname && !entries.includes(next.pathname),
    enableBeforeUnload: false,
    disabled: !asks,
    withResolver: true,
  });
  useHeld(unsaved);
  const asking = closing !== null || gate.status === 'blocked';
  const stay = () => {
    setClosing(null);
    gate.reset?.();
  };
  const discard = () => {
    setClosing(null);
    closing?.();
    gate.proceed?.();
  };
  return {
    asking,
    leave: (close) => (asks ? setClosing(() => close) : close()),
    question: asking && (
      <Dialog
        open
        narrow
        title={t('unsaved.title')}
        lead={t('unsaved.lead')}
        onClose={stay}
        footer={
          <>
            <Button look="dangerline" onClick={discard}>
              {t('unsaved.discard')}
            </Button>
            <span className="grow" />
            <Button look="primary" data-autofocus onClick={stay}>
              {t('unsaved.stay')}
            </Button>
          </>
        }
      />
    ),
  };
}
