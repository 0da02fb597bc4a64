import styles from './Keys.module.css';

const mac = /Mac|iPhone|iPad/.test(navigator.platform);
const names: Record<string, string> = mac
  ? { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↵', Escape: 'esc', Backspace: '⌫', Delete: '⌦' }
  : { Mod: 'Ctrl', Escape: 'Esc', Delete: 'Del', Backspace: '⌫' };
const arrows: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' };

/** A key combination such as `Mod+K`, as the keyboard in front of the person calls it. */
export function Keys({ keys }: { keys: string }) {
  return <kbd className={styles.keys}>{keyNames(keys)}</kbd>;
}

export function keyNames(keys: string): string {
  return keys
    .split(/\+(?!$)/)
    .map((key) => names[key] ?? arrows[key] ?? key)
    .join(mac ? '' : ' ');
}
