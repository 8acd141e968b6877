import type { Page } from '@playwright/test';
import { apiAs, clustersReady, expect, goTo, signIn, test } from './portal';

test('a row stream starts with a page and follows what changes', async ({ page, request }) => {
  const api = await apiAs(request, 'platform');
  await clustersReady(api, ['dev', 'staging', 'prod']);
  const token = await request
    .get('/api/auth/persona/refresh', { headers: { 'x-kubemate-persona': 'platform' } })
    .then(response => response.json())
    .then(body => body.backstageIdentity.token);
  await page.goto('/');
  const types = await page.evaluate(async bearer => {
    const stop = new AbortController();
    const response = await fetch('/api/clusters/rows/stream?resource=v1/events&limit=50&sort=age', {
      headers: { authorization: `Bearer ${bearer}` },
      signal: stop.signal,
    });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    const seen: string[] = [];
    let text = '';
    const deadline = Date.now() + 45_000;
    while (Date.now() < deadline && !seen.includes('delta')) {
      const { value, done } = await reader.read();
      if (done) break;
      text += value;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = block.split('\n').find(line => line.startsWith('data:'));
        if (data) seen.push(JSON.parse(data.slice(5)).type);
      }
    }
    stop.abort();
    return seen;
  }, token);
  expect(types[0]).toBe('page');
  expect(types).toContain('delta');
});

test('eight tabs are live at once, and leave the browser its connections', async ({
  context,
  request,
}, { retry }) => {
  const api = await apiAs(request, 'platform');
  await clustersReady(api, ['dev']);
  const name = `eight-tabs-${retry}`;
  const metadata = { name, namespace: 'shop' };
  const about = { apiVersion: 'v1', kind: 'ConfigMap' };
  const tabs: Page[] = [];
  for (let tab = 0; tab < 8; tab++) {
    const page = await context.newPage();
    tabs.push(page);
    await signIn(page, 'platform');
    const stream = page.waitForEvent('websocket', socket =>
      socket.url().endsWith('/api/streams/socket'),
    );
    await goTo(page, `/explore?resource=configmaps.v1&clusters=dev&search=${name}`);
    await stream;
    await expect(page.getByText('Live', { exact: true })).toBeVisible();
  }

  const other = await context.newPage();
  await signIn(other, 'platform');
  await goTo(other, '/clusters');
  await expect(other.getByText('staging').first()).toBeVisible();

  const manifest = JSON.stringify({ ...about, metadata });
  await api.run('apply-manifest', { cluster: 'dev', manifest });
  for (const tab of tabs) await expect(tab.getByRole('grid').getByText(name)).toBeVisible();
  await api.run('delete-object', { object: { cluster: 'dev', ...about, ...metadata } });
  for (const tab of tabs) await expect(tab.getByRole('grid').getByText(name)).toHaveCount(0);
});
