import { Button } from '../ui/Button.tsx';
import { dismiss, useToasts } from '../ui/toasts.ts';
import styles from './Toasts.module.css';

export function Toasts() {
  const { toasts } = useToasts();
  return (
    <div className={styles.toasts} role="status" aria-live="polite">
      {toasts.map((toast) => (
        <div key={toast.id} className={styles.toast} data-look={toast.look}>
          <span>{toast.text}</span>
          {toast.action && (
            <Button look="plain" onPress={toast.action.run}>
              {toast.action.name}
            </Button>
          )}
          {toast.look === 'warning' && (
            <Button look="plain" aria-label="Close the message" onPress={() => dismiss(toast.id)}>
              ✕
            </Button>
          )}
        </div>
      ))}
    </div>
  );
}
