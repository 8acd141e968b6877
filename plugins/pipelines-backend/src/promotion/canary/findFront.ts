import { InputError, isError } from '@backstage/errors';
import type { KubeObject } from '@kubemate/kube-common';
import type { KubeService, Viewer } from '@kubemate/kube-node';
import type { RolloutWish, Strategy } from './strategy';
import { HTTP_ROUTES, selects, SERVICES, whyNotSplit } from './nextObjects';

const MAX_OBJECTS = 500;

/** The way that requests take to a workload. */
export interface Front {
  readonly service: KubeObject;
  /** Absent where a Service alone leads there. */
  readonly route?: KubeObject;
}

interface Options {
  readonly kube: KubeService;
  readonly viewer: Viewer;
  readonly cluster: string;
  readonly namespace: string;
  readonly wish: RolloutWish;
  readonly strategy: Strategy;
}

/** @throws InputError where nothing leads there that requests could be shared by */
export async function findFront(stable: KubeObject, options: Options): Promise<Front> {
  const { kube, viewer, cluster, namespace, wish, strategy } = options;
  const { name: stableName } = stable.metadata;
  const at = { cluster, resource: SERVICES, namespace, limit: MAX_OBJECTS };
  const services = (await kube.list(at, viewer)).filter(each => selects(each, stable));
  const [service] = services;
  if (service === undefined)
    throw new InputError(`No Service in ${namespace} leads to ${stableName}`);
  const routes = await routesOf(options);
  for (const route of routes)
    for (const each of services)
      if (whyNotSplit(route, each.metadata.name) === undefined) return { service: each, route };
  const [named] = wish.route === undefined ? [] : routes;
  if (named !== undefined) throw new InputError(whyNotSplit(named, service.metadata.name) ?? '');
  if (strategy.strategy === 'canary')
    throw new InputError(
      `No HTTPRoute in ${namespace} leads to Service ${service.metadata.name}: shares of requests take one (kubemate.io/rollout-route)`,
    );
  return { service };
}

/** The one that is named, or all; none where the cluster has no Gateway API. */
async function routesOf({
  kube,
  viewer,
  cluster,
  namespace,
  wish,
}: Options): Promise<readonly KubeObject[]> {
  const at = { cluster, resource: HTTP_ROUTES, namespace };
  if (wish.route !== undefined) return [await kube.get({ ...at, name: wish.route }, viewer)];
  try {
    return await kube.list({ ...at, limit: MAX_OBJECTS }, viewer);
  } catch (error) {
    if (isError(error) && error.name === 'NotFoundError') return [];
    throw error;
  }
}
