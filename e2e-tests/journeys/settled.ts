import type { Page, Request } from '@playwright/test';

/** Streams stay open for as long as a page is. */
const isAwaited = (request: Request) =>
  ['fetch', 'xhr', 'script'].includes(request.resourceType()) &&
  !request.headers().accept?.includes('text/event-stream');

/** How long nothing may have been asked, so that what an answer asks for next is waited for too. */
const QUIET_MS = 350;

/**
 * Watches what a page asks for, from before it is opened. The function that it returns waits until all answers are there and
 * nothing says that it is still loading, or until `limit` ms are over: a page that keeps loading is drawn as it is.
 */
export function watchLoading(page: Page): (options?: { limit?: number }) => Promise<void> {
  const open = new Set<Request>();
  let changedAt = Date.now();
  const ended = (request: Request) => {
    if (open.delete(request)) changedAt = Date.now();
  };
  page.on('request', request => {
    if (!isAwaited(request)) return;
    open.add(request);
    changedAt = Date.now();
  });
  page.on('requestfinished', ended);
  page.on('requestfailed', ended);
  return async ({ limit = 6000 } = {}) => {
    const end = Date.now() + limit;
    while (Date.now() < end) {
      const isQuiet = open.size === 0 && Date.now() - changedAt > QUIET_MS;
      if (isQuiet && (await page.locator('.MuiSkeleton-root, [aria-busy="true"]').count()) === 0)
        break;
      await page.waitForTimeout(50);
    }
    // The theme's longest transition.
    await page.waitForTimeout(300);
  };
}
