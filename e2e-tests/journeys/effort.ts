import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { APIRequestContext, Page } from '@playwright/test';
import { apiAs, expect } from './portal';

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
      const note = ({ target }: Event) => {
        if (!(target instanceof HTMLElement)) return;
        const seen = new Set(JSON.parse(sessionStorage.getItem(fields) ?? '[]'));
        sessionStorage.setItem(fields, JSON.stringify([...seen.add(target.id)]));
      };
      addEventListener('input', note, true);
      // An editor takes what is pasted by itself.
      addEventListener('paste', note, true);
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

/** Wherever the tests are started. */
const REPORTS = path.join(__dirname, '../output/effort');

/** Keeps what a journey has cost, and how long it took, under e2e-tests/output/effort. */
export function keepEffort(
  name: string,
  report: Effort & { readonly seconds: Readonly<Record<string, number>> },
): void {
  mkdirSync(REPORTS, { recursive: true });
  writeFileSync(path.join(REPORTS, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`);
}

/** When the newest run of a component has ended well. */
export async function greenAt(request: APIRequestContext, component: string): Promise<number> {
  const { token } = await apiAs(request, 'developer');
  const headers = { authorization: `Bearer ${token}` };
  const params = { component, engines: 'tekton' };
  let finished = Number.NaN;
  const phase = async () => {
    const answer = await request.get('/api/pipelines/runs', { params, headers });
    const [run] = (await answer.json()).items;
    finished = run?.finishedAt;
    return run?.phase;
  };
  await expect.poll(phase, { timeout: 150_000, intervals: [2_000] }).toBe('succeeded');
  return finished;
}
