import { readDocuments } from '../simulation/stages/loadStages';
import type { Cluster } from '../simulation/Cluster';
import type { Deployment } from '../simulation/objects/workload';
import { DEPLOYMENTS } from '../simulation/objects/resources';
import { applyObjects, resourceOfKind } from './applyObjects';
import { startBuild } from './startBuilds';
import type { ScenarioChange } from './scenarioFiles';

function templatePatch(deployment: Deployment, { image, envFrom }: ScenarioChange): object {
  const version = image?.slice(image.lastIndexOf(':') + 1);
  const labels = version === undefined ? {} : { 'app.kubernetes.io/version': version };
  const containers = deployment.spec.template.spec.containers.map(container => ({
    ...container,
    image: image ?? container.image,
    ...(envFrom === undefined ? {} : { envFrom: [{ configMapRef: { name: envFrom } }] }),
  }));
  return {
    metadata: { labels },
    spec: { template: { metadata: { labels }, spec: { containers } } },
  };
}

/** Makes one change of the timeline to one cluster. */
export function playChange(cluster: Cluster, change: ScenarioChange): void {
  for (const file of change.create) applyObjects(cluster, readDocuments(`fleet/${file}`));
  for (const build of change.builds) startBuild(cluster, build);
  const { kind, name } = change;
  if (kind === undefined || name === undefined) return;
  const type = resourceOfKind(cluster, kind);
  if (change.patch !== undefined) cluster.patch(type, name, change.patch);
  if (change.image === undefined && change.envFrom === undefined) return;
  const deployment = cluster.get(DEPLOYMENTS, name);
  if (deployment === undefined) throw new RangeError(`${cluster.name} has no deployment ${name}`);
  cluster.patch(DEPLOYMENTS, name, templatePatch(deployment, change));
  if (change.cause !== undefined)
    cluster.patch(DEPLOYMENTS, name, {
      metadata: { annotations: { 'kubernetes.io/change-cause': change.cause } },
    });
}
