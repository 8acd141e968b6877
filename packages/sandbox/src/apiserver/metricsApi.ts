import type { KubeObject } from '@kubemate/kube-common';
import { ApiStatusError } from './ApiStatusError';
import type { Cluster } from './Cluster';
import type { SandboxHooks } from './hooks';
import type { ApiRequest } from './http/ApiRequest';
import { jsonAnswer, send } from './http/answer';
import { selection } from './http/selectors';
import type { JsonObject } from './publishedDocuments';
import type { ResourceType } from './ResourceType';
import type { StoredObject } from './store/StoredObject';
import { timestamp } from './writes/metadata';

const METRICS = { group: 'metrics.k8s.io', version: 'v1beta1' };

function metricsType(plural: string, kind: string): ResourceType {
  return {
    ...METRICS,
    plural,
    kind,
    listKind: `${kind}List`,
    singular: '',
    namespaced: plural === 'pods',
    shortNames: [],
    categories: [],
    verbs: ['get', 'list'],
    subresources: [],
    collection: `${plural}.${METRICS.group}`,
    schema: () => undefined,
  };
}

/** The types that a metrics server would bring. */
export function metricsTypes(): ResourceType[] {
  return [metricsType('nodes', 'NodeMetrics'), metricsType('pods', 'PodMetrics')];
}

/** `metrics.k8s.io`: computed on request from what the hooks say is used. */
export class MetricsApi {
  constructor(
    private readonly cluster: Cluster,
    private readonly hooks: SandboxHooks,
  ) {}

  /** Serves the request if it is for metrics. */
  handle(request: ApiRequest): boolean {
    const { type, info } = request;
    if (type.group !== METRICS.group) return false;
    if (info.name === undefined) this.list(request);
    else this.get(request, info.name);
    return true;
  }

  private get(request: ApiRequest, name: string): void {
    const { type, info } = request;
    const key = type.namespaced ? `${info.namespace}/${name}` : name;
    const entry = this.cluster.store.collection(type.plural).get(key);
    const metrics = entry === undefined ? undefined : this.measure(entry, type);
    if (metrics === undefined) throw ApiStatusError.notFound(type, name);
    send(request.request, request.response, jsonAnswer(metrics));
  }

  private list(request: ApiRequest): void {
    const { type, info, query } = request;
    const matches = selection(query, type);
    const prefix = info.namespace === undefined ? '' : `${info.namespace}/`;
    const items: JsonObject[] = [];
    for (const entry of this.cluster.store.collection(type.plural).snapshot().scan(prefix)) {
      if (matches !== undefined && !matches(entry)) continue;
      const metrics = this.measure(entry, type);
      if (metrics !== undefined) items.push(metrics);
    }
    const apiVersion = `${METRICS.group}/${METRICS.version}`;
    const list = { kind: type.listKind, apiVersion, metadata: {}, items };
    send(request.request, request.response, jsonAnswer(list));
  }

  private measure(entry: StoredObject, type: ResourceType): JsonObject | undefined {
    const object = entry.object();
    const base = {
      kind: type.kind,
      apiVersion: `${METRICS.group}/${METRICS.version}`,
      metadata: this.metadata(object),
      timestamp: timestamp(this.cluster.clock.now()),
      window: '30s',
    };
    if (!type.namespaced) {
      const usage = this.hooks.nodeMetrics?.(object);
      return usage === undefined ? undefined : { ...base, usage };
    }
    const usage = this.hooks.podMetrics?.(object);
    if (usage === undefined) return undefined;
    const containers = Object.entries(usage).map(([name, used]) => ({ name, usage: used }));
    return { ...base, containers };
  }

  private metadata({ metadata }: KubeObject): JsonObject {
    const { name, namespace, labels } = metadata;
    return {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      creationTimestamp: timestamp(this.cluster.clock.now()),
      ...(labels === undefined ? {} : { labels }),
    };
  }
}
