import { create } from 'zustand';

export interface Toast {
  id: number;
  text: string;
  look: 'normal' | 'warning';
  action?: { name: string; run: () => void };
}

let next = 1;
export const useToasts = create<{ toasts: Toast[] }>(() => ({ toasts: [] }));

/** Says something for a few seconds at the foot of the window; a warning stays until it is closed. */
export function toast(text: string, options: { look?: Toast['look']; action?: Toast['action'] } = {}): void {
  const shown: Toast = {
    id: next++,
    text,
    look: options.look ?? 'normal',
    ...(options.action ? { action: options.action } : {}),
  };
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts, shown].slice(-3) }));
  if (shown.look === 'normal') setTimeout(() => dismiss(shown.id), 5000);
}

export function dismiss(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}
