import { Drawer } from '@mantine/core';
import { CircleAlert, X } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError } from '../api/error';
import { useSessionEnded } from '../api/sessionEnd';
import { Note } from './Banner';
import { Button, IconButton } from './Button';
import { errorSentence } from './errorText';
import { LayerFocus } from './LayerFocus';
import { useUnsaved } from './useUnsaved';

interface FormDrawerProps {
  open: boolean;
  title: string;
  onClose: () => void;
  onSubmit: () => void;
  /** Verb and object. */
  action: string;
  busy: boolean;
  disabled?: boolean;
  /** Something is in it that is not saved. */
  unsaved: boolean;
  /** Closing it keeps what is in it, for as long as its page is there. */
  keeps?: boolean;
  /** What the core refused and no field could show. */
  error: unknown;
  /** What is wrong, by field: after a submit the focus goes to the first of them. */
  faults: object;
  /** What will happen, in words, above the buttons. */
  consequence?: ReactNode;
  children: ReactNode;
}

/** A form at the side of the page it belongs to. mod Enter sends it from any field. */
export function FormDrawer(props: FormDrawerProps) {
  const { t } = useTranslation();
  const { busy, disabled = false, error, faults, onSubmit, keeps = false } = props;
  const { asking, leave, question } = useUnsaved(props.open && props.unsaved, busy);
  const ended = useSessionEnded();
  const close = () => (keeps ? props.onClose() : leave(props.onClose));
  const form = useRef<HTMLFormElement>(null);
  // A fault that remains while another is being mended must not take the focus away.
  const sent = useRef(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy || disabled) return;
    sent.current = true;
    onSubmit();
  };
  // With the drawing of the faults: who sees them already types into the first.
  useLayoutEffect(() => {
    if (!sent.current || Object.keys(faults).length === 0) return;
    sent.current = false;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [faults]);
  // A turn later: the same press may add the word that a field still holds, which is to be sent, too.
  const sendByKeys = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    setTimeout(() => form.current?.requestSubmit());
  };
  return (
    <>
      <Drawer.Root
        opened={props.open}
        onClose={close}
        closeOnEscape={!asking && !ended}
        position="right"
        size="auto"
        transitionProps={{ duration: 0 }}
        closeOnClickOutside={false}
      >
        <Drawer.Overlay />
        <Drawer.Content className="drawer">
          <LayerFocus />
          <form ref={form} onSubmit={submit} onKeyDown={sendByKeys} noValidate>
            <div className="head">
              <Drawer.Title component="h2" className="grow">
                {props.title}
              </Drawer.Title>
              <IconButton icon={X} small label={t('action.close')} onClick={close} />
            </div>
            <div className="in">{props.children}</div>
            <div className="foot2">
              {Boolean(error) && (
                <Note tone="danger" icon={CircleAlert} role="alert">
                  {errorSentence(asApiError(error))}
                </Note>
              )}
              {!error && props.consequence && <p className="t2">{props.consequence}</p>}
              <div className="acts">
                <Button look="quiet" onClick={close}>
                  {t('action.cancel')}
                </Button>
                <Button look="primary" type="submit" keys="mod Enter" busy={busy} disabled={disabled}>
                  {props.action}
                </Button>
              </div>
            </div>
          </form>
        </Drawer.Content>
      </Drawer.Root>
      {question}
    </>
  );
}
