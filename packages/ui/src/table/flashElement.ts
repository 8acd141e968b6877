const DURATION = 1400;

/** Lights an element up for a moment, unless the person asked for less motion. */
export function flashElement(element: HTMLElement, colour: string): void {
  if (typeof element.animate !== 'function') return;
  if (globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches) return;
  element.animate([{ backgroundColor: colour }, { backgroundColor: 'transparent' }], {
    duration: DURATION,
    easing: 'ease-out',
  });
}
