import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError } from '../api/error';
import { Note } from './Banner';
import { Button } from './Button';
import { Dialog } from './Dialog';
import { errorSentence } from './errorText';

interface ConfirmDialogProps {
  open: boolean;
  /** Says the consequence: "Revoke billing-batch? Its next login fails." */
  title: string;
  lead?: ReactNode;
  /** Verb and object: "Revoke key". */
  action: string;
  danger?: boolean;
  busy: boolean;
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
  /** A gentler way out, left of the buttons. */
  instead?: ReactNode;
  children?: ReactNode;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { t } = useTranslation();
  const { error, busy } = props;
  return (
    <Dialog
      open={props.open}
      title={props.title}
      lead={props.lead}
      onClose={props.onClose}
      footer={
        <>
          {props.instead}
          <span className="grow" />
          <Button look="quiet" data-autofocus={props.danger || undefined} onClick={props.onClose}>
            {t('action.cancel')}
          </Button>
          <Button
            look={props.danger ? 'danger' : 'primary'}
            busy={busy}
            data-autofocus={!props.danger || undefined}
            onClick={props.onConfirm}
          >
            {props.action}
          </Button>
        </>
      }
    >
      {(props.children || Boolean(error)) && (
        <>
          {props.children}
          {Boolean(error) && (
            <Note tone="danger" icon={CircleAlert} role="alert">
              {errorSentence(asApiError(error))}
            </Note>
          )}
        </>
      )}
    </Dialog>
  );
}
