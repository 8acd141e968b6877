import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import type { APIRequestContext } from '@playwright/test';
import { parse } from 'yaml';

export const DEPLOYMENTS = 20;
export const REPLICAS = 100;

/** The real API server as its administrator. */
function adminOf(file: string) {
  const config = parse(readFileSync(file, 'utf8'));
  return {
    server: String(config.clusters[0].cluster.server),
    token: String(config.users[0].user.token),
  };
}

/** Asks the API server past the portal. */
export async function askPeer(
  request: APIRequestContext,
  { method = 'GET', path, data }: { method?: string; path: string; data?: object },
): Promise<any> {
  const { server, token } = adminOf(process.env.KUBEMATE_PEER_KUBECONFIG ?? '');
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const headers = { authorization: `Bearer ${token}`, 'content-type': type };
  const response = await request.fetch(`${server}${path}`, {
    ...{ method, headers },
    data: data && JSON.stringify(data),
  });
  // What an earlier try has made is there.
  expect([200, 201, 409]).toContain(response.status());
  return response.json();
}

export const create = (request: APIRequestContext, path: string, data: object) =>
  askPeer(request, { method: 'POST', path, data });

/** A Deployment whose pods KWOK plays. */
export function deployment(name: string, replicas: number, requests?: Record<string, string>) {
  const labels = { 'app.kubernetes.io/name': name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'main', image: 'example/app:1', resources: { requests } }] },
      },
    },
  };
}

/** 20 Deployments of 100 pods, and one that no node can hold. */
export async function createLoad(request: APIRequestContext): Promise<void> {
  await create(request, '/api/v1/namespaces', {
    ...{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'load' } },
  });
  const path = '/apis/apps/v1/namespaces/load/deployments';
  for (let at = 0; at < DEPLOYMENTS; at += 1)
    await create(request, path, deployment(`web-${at}`, REPLICAS));
  await create(request, path, deployment('too-big', 1, { cpu: '1000' }));
}
