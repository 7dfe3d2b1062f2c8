import { Modal } from '@mantine/core';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './Button';
import { LayerFocus } from './LayerFocus';
import { useReturnFocus } from './useReturnFocus';

interface DialogProps {
  open: boolean;
  title: string;
  lead?: ReactNode;
  /** Esc, a click outside and the cross all come here; a dialog that may not close yet simply does not. */
  onClose: () => void;
  narrow?: boolean;
  /** Nothing of the page may be seen around it. */
  covers?: boolean;
  footer?: ReactNode;
  children?: ReactNode;
}

export function Dialog({ open, title, lead, onClose, narrow, covers, footer, children }: DialogProps) {
  const { t } = useTranslation();
  useReturnFocus();
  return (
    <Modal.Root opened={open} onClose={onClose} transitionProps={{ duration: 0 }} size="auto" returnFocus>
      <Modal.Overlay {...(covers && { className: 'covers' })} />
      <Modal.Content className={narrow ? 'dialog narrow' : 'dialog'}>
        <LayerFocus />
        <div className="head">
          <div className="grow">
            <Modal.Title component="h2">{title}</Modal.Title>
            {lead && <p className="lead">{lead}</p>}
          </div>
          <IconButton icon={X} small label={t('action.close')} onClick={onClose} />
        </div>
        {children && <div className="in">{children}</div>}
        {footer && <div className="foot2">{footer}</div>}
      </Modal.Content>
    </Modal.Root>
  );
}
