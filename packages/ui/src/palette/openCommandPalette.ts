/** Tells whoever draws the palette to open it, across plugins that do not know each other. */
export const OPEN_EVENT = 'kubemate:open-command-palette';

/** Opens the command palette, as Ctrl-K does. */
export function openCommandPalette(): void {
  document.dispatchEvent(new CustomEvent(OPEN_EVENT));
}
