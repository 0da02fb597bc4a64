import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import styles from './Dialog.module.css';

/** A modal dialog over a dimmed page; Escape and a click outside close it unless `locked`. */
export function Dialog(props: {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  width?: number;
  locked?: boolean;
  children: ReactNode;
}) {
  return (
    <ModalOverlay
      className={styles.overlay ?? ''}
      isOpen={props.isOpen}
      isDismissable={!props.locked}
      isKeyboardDismissDisabled={props.locked ?? false}
      onOpenChange={(open) => open || props.onClose()}
    >
      <Modal className={styles.modal ?? ''} style={{ width: props.width ?? 480 }}>
        <AriaDialog className={styles.dialog ?? ''}>
          <Heading slot="title" className={styles.title ?? ''}>
            {props.title}
          </Heading>
          {props.children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** The row of buttons at a dialog's end. */
export function DialogButtons({ children }: { children: ReactNode }) {
  return <div className={styles.buttons}>{children}</div>;
}
