import type { APIRequestContext } from '@playwright/test';
import { apiAs, expect } from './portal';

/** A run of the template that runs a Pipeline, once it has ended; its id. */
export async function seedRun(request: APIRequestContext): Promise<string> {
  const { token } = await apiAs(request, 'platform');
  const headers = { authorization: `Bearer ${token}` };
  const pipeline = {
    ...{ engine: 'tekton', place: 'dev', folder: 'shop', name: 'load-test' },
    ...{ params: { target: 'https://shop.example.com' }, workspaces: {} },
  };
  const data = { templateRef: 'template:default/run-pipeline', values: { pipeline } };
  const started = await request.post('/api/scaffolder/v2/tasks', { headers, data });
  expect(started.status(), await started.text()).toBe(201);
  const { id } = await started.json();
  await expect
    .poll(async () => {
      const task = await request.get(`/api/scaffolder/v2/tasks/${id}`, { headers });
      return (await task.json()).status;
    })
    .toBe('completed');
  return id;
}
