import type { Page } from '@playwright/test';

/** What a journey costs a person. */
export interface Effort {
  /** Presses of a button, a link or another control. */
  readonly clicks: number;
  /** Fields that they wrote or chose something in, each once; what a form fills in by itself costs nothing. */
  readonly fields: number;
}

const CLICKS = 'journey.clicks';
const FIELDS = 'journey.fields';

/** Counts from the next page that is opened on, over all pages of the tab. */
export async function countEffort(page: Page): Promise<() => Promise<Effort>> {
  await page.addInitScript(
    ([clicks, fields]) => {
      addEventListener(
        'click',
        ({ isTrusted }) => {
          if (isTrusted)
            sessionStorage.setItem(clicks, String(Number(sessionStorage.getItem(clicks)) + 1));
        },
        true,
      );
      addEventListener(
        'input',
        ({ target }) => {
          if (!(target instanceof HTMLElement)) return;
          const seen = new Set(JSON.parse(sessionStorage.getItem(fields) ?? '[]'));
          sessionStorage.setItem(fields, JSON.stringify([...seen.add(target.id)]));
        },
        true,
      );
    },
    [CLICKS, FIELDS] as const,
  );
  return () =>
    page.evaluate(
      ([clicks, fields]) => ({
        clicks: Number(sessionStorage.getItem(clicks)),
        fields: JSON.parse(sessionStorage.getItem(fields) ?? '[]').length,
      }),
      [CLICKS, FIELDS] as const,
    );
}
