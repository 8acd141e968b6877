import { createHash } from 'node:crypto';
import type { APIRequestContext } from '@playwright/test';
import { apiAs, expect } from './portal';
import type { Persona } from './portal';

export interface Place {
  readonly owner: string;
  readonly name: string;
}

/** Runs an operation on repositories, and returns its receipt. */
export async function runRepositories(
  request: APIRequestContext,
  persona: Persona,
  [operation, data]: [string, object],
): Promise<any> {
  const { token } = await apiAs(request, persona);
  const response = await request.post(`/api/repositories/operations/${operation}`, {
    data,
    headers: { authorization: `Bearer ${token}` },
  });
  expect(response.status(), await response.text()).toBe(200);
  return response.json();
}

const README = `# Shop, deployed

What runs of the shop, and where. **Change it by pull requests.**

| File             | Runs         |
| ---------------- | ------------ |
| \`apps/cart.yaml\` | the cart     |

\`\`\`sh
kubectl apply -f apps/
\`\`\`
`;

/** How a repository describes a Deployment, with another object and a comment. */
export function described(name: string, namespace = 'shop', replicas = 2): string {
  return `# The ${name} of the shop.
apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: ${namespace}
spec:
  selector: { app: ${name} }
  ports:
    - { name: http, port: 80 }
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: ${namespace}
spec:
  replicas: ${replicas} # enough for now
`;
}

/** A repository with a folder, two branches and an open pull request; made once. */
export async function seedRepository(request: APIRequestContext, place: Place): Promise<void> {
  const { token } = await apiAs(request, 'developer');
  const known = await request.get(`/api/repositories/repositories/${place.owner}/${place.name}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (known.ok()) return;
  const description = 'What runs of the shop, and where';
  const run = (operation: string, data: object) =>
    runRepositories(request, 'developer', [operation, { ...place, ...data }]);
  await run('create', { description, protectDefaultBranch: true });
  await run('commit', {
    message: 'Describe the cart\n\nAs it runs in production.',
    files: { 'README.md': README, 'apps/cart.yaml': described('cart') },
  });
  await run('commit', {
    ...{ branch: 'more-carts', from: 'main', message: 'Five carts for the sale' },
    files: {
      'apps/cart.yaml': described('cart').replace('replicas: 2', 'replicas: 5'),
      'apps/checkout.yaml': described('checkout'),
    },
  });
  await run('open-pull-request', {
    ...{ head: 'more-carts', title: 'Five carts for the sale' },
    body: 'The sale begins on **Friday**.\n\n- five carts\n- a checkout of its own\n',
  });
}

/** A service that a template made once, in its first version, with one file changed since. */
export async function seedTemplated(request: APIRequestContext, place: Place): Promise<void> {
  const { token } = await apiAs(request, 'developer');
  const known = await request.get(`/api/repositories/repositories/${place.owner}/${place.name}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (known.ok()) return;
  const run = (operation: string, data: object) =>
    runRepositories(request, 'developer', [operation, { ...place, ...data }]);
  const written = { 'README.md': `# ${place.name}\n`, 'mkdocs.yml': 'site_name: old\n' };
  const idOf = (text: string) =>
    createHash('sha1')
      .update(`blob ${Buffer.byteLength(text)}\0${text}`)
      .digest('hex');
  const environments = Object.fromEntries(
    ['dev', 'staging', 'prod'].map(name => [name, { cluster: name, namespace: 'shop' }]),
  );
  // JSON is YAML too.
  const record = JSON.stringify({
    ...{ template: 'template:default/node-service', version: '1.0.0' },
    values: {
      ...{ owner: `group:default/${place.owner}`, name: place.name, environments },
      ...{ description: 'Takes orders', monitoring: false, pipeline: 'tekton' },
      registry: 'registry.example.com',
    },
    files: Object.fromEntries(Object.entries(written).map(([file, text]) => [file, idOf(text)])),
  });
  await run('create', { description: 'Made by a template' });
  await run('commit', {
    ...{ message: 'Made', files: { ...written, '.kubemate/template.yaml': record } },
  });
  await run('commit', { message: 'Ours', files: { 'README.md': '# Ours\n' } });
}
