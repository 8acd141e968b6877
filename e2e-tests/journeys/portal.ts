import path from 'node:path';
import { test as base, expect } from '@playwright/test';
import type { APIRequestContext, Page } from '@playwright/test';

/** The sandbox's people. */
export type Persona = 'platform' | 'developer' | 'ml' | 'auditor';

/** Node closes a connection that was idle for a while; a request that was on its way over it may be sent again. */
const READ = { maxRetries: 2 };

/** The portal's HTTP API as one persona sees it. */
export class PortalApi {
  constructor(
    private readonly request: APIRequestContext,
    readonly token: string,
  ) {}

  /** Calls `GET /api/clusters<path>` and returns status and JSON body. */
  async get(
    path: string,
    query: Record<string, string | number> = {},
  ): Promise<{ status: number; body: any }> {
    const response = await this.request.get(`/api/clusters${path}`, {
      ...READ,
      params: query,
      headers: { authorization: `Bearer ${this.token}` },
    });
    return { status: response.status(), body: await response.json() };
  }

  /** Runs an operation of the clusters plugin, and returns its receipt. */
  async run(operation: string, input: object): Promise<any> {
    const response = await this.request.post(`/api/clusters/operations/${operation}`, {
      data: input,
      headers: { authorization: `Bearer ${this.token}` },
    });
    expect(response.status(), await response.text()).toBe(200);
    return response.json();
  }
}

/** Exchanges a persona for a token, as a script does. */
export async function apiAs(request: APIRequestContext, persona: Persona): Promise<PortalApi> {
  const response = await request.get('/api/auth/persona/refresh', {
    ...READ,
    headers: { 'x-kubemate-persona': persona },
  });
  expect(response.status()).toBe(200);
  const { backstageIdentity } = await response.json();
  return new PortalApi(request, backstageIdentity.token);
}

/** Waits until every cluster that is up has answered. */
export async function clustersReady(api: PortalApi, names: readonly string[]): Promise<void> {
  await expect
    .poll(
      async () => {
        const { body } = await api.get('/clusters');
        return body.items.filter(
          (item: any) => names.includes(item.name) && item.connection.state === 'ready',
        ).length;
      },
      { timeout: 30_000 },
    )
    .toBe(names.length);
}

export const test = base.extend<{ as: (persona: Persona) => Promise<PortalApi> }>({
  /** Of the portals that the project names, the one that no other worker drives at the same time. */
  baseURL: async ({ baseURL }, use, { project, parallelIndex }) => {
    await use(project.metadata.portals?.[parallelIndex] ?? baseURL);
  },
  as: async ({ request }, use) => {
    await use(persona => apiAs(request, persona));
  },
});

/** Opens the portal as a persona, in the language given. */
export async function signIn(
  page: Page,
  persona: Persona,
  language: 'en' | 'zh' = 'en',
): Promise<void> {
  await page.addInitScript(
    ([name, chosen]) => {
      localStorage.setItem('kubemate.persona', name);
      if (localStorage.getItem('language') === null) localStorage.setItem('language', chosen);
    },
    [persona, language] as const,
  );
}

/** Opens a page by its address, as a shared link would. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.goto(path, { waitUntil: 'domcontentloaded' });
}

/** Wherever the tests are started. */
const SCREENS = path.join(__dirname, '../output/screens');

/** Keeps a picture of the page under e2e-tests/output/screens. */
export async function picture(page: Page, name: string): Promise<void> {
  const width = page.viewportSize()?.width ?? 0;
  await page.screenshot({ path: path.join(SCREENS, `${name}-${width}.png`) });
}

export { expect };
