import { InputError, isError } from '@backstage/errors';
import type { ResourceId } from '@kubemate/kube-common';
import type { Viewer } from '@kubemate/kube-node';
import type { ObjectDiff } from '@kubemate/operations-common';
import { diffObjects } from '@kubemate/operations-node';
import type { Phrase } from '@kubemate/operations-common';
import { say } from '@kubemate/plugin-pipelines-common';
import type { RunningImage } from '@kubemate/plugin-pipelines-common';
import type { Found } from '../environments/EnvironmentReader';
import { WORKLOADS } from '../environments/workloads';
import type { PlannedDelivery } from '../promotions/planDelivery';
import type { Promotions } from '../Promotions';
import { findFront } from './findFront';
import {
  HTTP_ROUTES,
  nextDeployment,
  nextService,
  rulesWith,
  selectorOf,
  SERVICES,
} from './nextObjects';
import { replicasFor } from './strategy';
import type { RolloutWish, Strategy } from './strategy';

interface Options {
  readonly wish: RolloutWish;
  readonly strategy: Strategy;
  readonly target: Found;
  readonly after: RunningImage;
  readonly viewer: Viewer;
}

/** What would be made beside the workload, and how the requests would be shared; everything is tried by dry runs. */
export async function planCanary(
  promotions: Promotions,
  options: Options,
): Promise<PlannedDelivery> {
  try {
    return await planObjects(promotions, options);
  } catch (error) {
    if (!isError(error) || error.name === 'ServiceUnavailableError') throw error;
    return { diff: [], warnings: [], delivery: {}, refusal: error.message };
  }
}

async function planObjects(
  { kube, metrics }: Promotions,
  { wish, strategy, target, after, viewer }: Options,
): Promise<PlannedDelivery> {
  const { ref } = target;
  const { cluster, namespace, name: stableName, container } = ref;
  if (ref.kind !== 'Deployment')
    throw new InputError(`A ${ref.kind} cannot be rolled out by ${strategy.strategy}`);
  metrics.check(strategy.steps.flatMap(step => step.metrics));
  const at = (resource: ResourceId) => ({ cluster, resource, namespace });
  const stable = await kube.get({ ...at(WORKLOADS.Deployment), name: stableName }, viewer);
  const front = { kube, viewer, cluster, namespace, wish, strategy };
  const { service, route } = await findFront(stable, front);
  const next = `${stableName.slice(0, 58)}-next`;
  const selector = selectorOf(service);
  const wanted = target.workload.replicas.wanted;
  const replicas = replicasFor(strategy, { step: 0, wanted });
  const options = { name: next, promotion: 'planned', selector };
  const made = [
    await created(
      WORKLOADS.Deployment,
      nextDeployment(stable, { ...options, container, image: after.image, replicas }),
    ),
    await created(SERVICES, nextService(service, { ...options, owner: stable })),
  ];
  const [first] = strategy.steps;
  if (route !== undefined) {
    const weight = first?.weight ?? 0;
    const rules = rulesWith(route, { service: service.metadata.name, next, weight });
    const { name } = route.metadata;
    const patch = { type: 'merge' as const, value: { spec: { rules } } };
    const written = await kube.write(
      { ...at(HTTP_ROUTES), verb: 'patch', name, patch, dryRun: true },
      viewer,
    );
    made.push(diffObjects(targetOf('HTTPRoute', name), { before: route, after: written.object }));
  }
  return {
    diff: made,
    warnings: [stepsTold(strategy, stableName)],
    delivery: {
      canary: {
        ...{ ...strategy, step: 0, weight: 0, replicas: wanted, next },
        ...{ service: service.metadata.name, selector: { ...selector } },
        ...(route === undefined ? {} : { route: route.metadata.name }),
      },
    },
  };

  function targetOf(kind: string, name: string) {
    const apiVersion =
      kind === 'HTTPRoute' ? 'gateway.networking.k8s.io/v1' : kind === 'Service' ? 'v1' : 'apps/v1';
    return { cluster, apiVersion, kind, namespace, name };
  }

  async function created(resource: ResourceId, object: object): Promise<ObjectDiff> {
    const write = { ...at(resource), verb: 'create' as const, object, dryRun: true };
    const written = await kube.write(write, viewer);
    const { object: answered } = written;
    if (resource !== SERVICES || answered === undefined)
      return diffObjects(targetOf('Deployment', next), { after: answered });
    // Its address is another one each time that it is tried, and what was planned has to stay what is run.
    const { clusterIP, clusterIPs, ...spec } = Object(answered.spec);
    return diffObjects(targetOf('Service', next), { after: { ...answered, spec } });
  }
}

function stepsTold({ steps, strategy }: Strategy, workload: string): Phrase {
  const told = steps.map(({ weight, pauseMs, metrics }) => {
    const step = { weight, seconds: pauseMs / 1000 };
    return metrics.length === 0
      ? say('stepFor', step)
      : say('stepWhile', { ...step, metrics: metrics.join(', ') });
  });
  const all = told.reduceRight((rest, first) => say('then', { first, rest }));
  return say('inSteps', { strategy, steps: all, workload });
}
