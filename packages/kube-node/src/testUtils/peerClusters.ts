import { resourcePath, type ResourceId } from '@kubemate/kube-common';
import * as clientNode from '@kubernetes/client-node';
import { ClusterConnection } from '../clusters/ClusterConnection';
import type { ClusterDefinition } from '../clusters/ClusterDefinition';
import { kubeconfigClusters } from '../clusters/kubeconfigClusters';
import { readBody } from '../clusters/readBody';
import { systemClock } from '../reflector/Clock';

/** The real cluster of a kubeconfig, with its user's rights. */
export async function peerDefinition(
  file: string,
  identity: ClusterDefinition['identity'],
): Promise<ClusterDefinition> {
  const [definition] = await kubeconfigClusters(
    { file, identity },
    { clock: systemClock, onSkipped: () => {}, load: async () => clientNode },
  );
  if (!definition) throw new Error('the kubeconfig has no context');
  return definition;
}

/** Writes to a cluster with the rights of its definition, and takes it all back. */
export class ClusterWriter {
  private readonly connection: ClusterConnection;
  private readonly created: string[] = [];

  constructor(definition: ClusterDefinition) {
    this.connection = new ClusterConnection(definition);
  }

  async create(
    resource: ResourceId,
    object: {
      kind: string;
      metadata: { name: string; namespace?: string };
      [key: string]: unknown;
    },
  ): Promise<string> {
    const { namespace, name } = object.metadata;
    const apiVersion = resource.group ? `${resource.group}/${resource.version}` : resource.version;
    await this.send('POST', resourcePath({ resource, namespace }), { apiVersion, ...object });
    const path = resourcePath({ resource, namespace, name });
    this.created.push(path);
    return path;
  }

  /** A service account's token by the TokenRequest API. */
  async token(path: string): Promise<string> {
    const text = await this.send('POST', path, {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: {},
    });
    const request: { status: { token: string } } = JSON.parse(text);
    return request.status.token;
  }

  /** A `PATCH` is a JSON merge patch. */
  async send(method: 'POST' | 'DELETE' | 'PATCH', path: string, body?: unknown): Promise<string> {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const response = await this.connection.sendAsPortal({
      method,
      path,
      query: {},
      headers: {
        accept: 'application/json',
        ...(body ? { 'content-type': type } : {}),
      },
      body: body ? JSON.stringify(body) : undefined,
      signal: AbortSignal.timeout(20_000),
      stream: false,
    });
    const text = await readBody(response, 1e7);
    if (response.status >= 300 && response.status !== 404)
      throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text;
  }

  async close(): Promise<void> {
    for (const path of this.created.splice(0).reverse()) await this.send('DELETE', path);
    await this.connection.close();
  }
}
