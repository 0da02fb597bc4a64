import { create } from 'zustand';

export interface Toast {
  id: number;
  text: string;
  look: 'normal' | 'warning';
  action?: { name: string; run: () => void };
}

let next = 1;
export const useToasts = create<{ toasts: Toast[] }>(() => ({ toasts: [] }));

/**
 * Says something for a few seconds at the foot of the window; a warning stays until it is closed, and is not shown twice
 * at a time. Of more than three, the oldest that are no warnings go.
 */
export function toast(text: string, options: { look?: Toast['look']; action?: Toast['action'] } = {}): void {
  const shown: Toast = {
    id: next++,
    text,
    look: options.look ?? 'normal',
    ...(options.action ? { action: options.action } : {}),
  };
  useToasts.setState(({ toasts }) => {
    const same = (one: Toast) => one.look === 'warning' && shown.look === 'warning' && one.text === shown.text;
    const all = [...toasts.filter((one) => !same(one)), shown];
    let spare = all.length - 3;
    return { toasts: all.filter((one) => one === shown || one.look === 'warning' || spare-- <= 0) };
  });
  if (shown.look === 'normal') setTimeout(() => dismiss(shown.id), 5000);
}

export function dismiss(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}
