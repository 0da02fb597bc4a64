import type { Settings } from '#shared/contract/contract.ts';

/** Shows the theme and text size of the settings; the system's own theme is left to `color-scheme`. */
export function applyLook({ theme, textSize }: Pick<Settings, 'theme' | 'textSize'>): void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
  root.style.setProperty('--rp-text-size', `${textSize}px`);
}
