import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { asApiError } from '../api/error';
import { errorSentence } from './errorText';

function closeButton() {
  return { 'aria-label': i18next.t('action.close') };
}

/** Says what has changed. */
export function toast(message: string): void {
  notifications.show({ message, role: 'status', className: 'toast', closeButtonProps: closeButton() });
}

/** Says what did not work, where there is no form or dialog to say it in. */
export function toastFailure(message: string, title?: string): void {
  notifications.show({
    message,
    ...(title && { title }),
    className: 'toast failed',
    closeButtonProps: closeButton(),
  });
}

export function toastError(cause: unknown): void {
  toastFailure(errorSentence(asApiError(cause)));
}
