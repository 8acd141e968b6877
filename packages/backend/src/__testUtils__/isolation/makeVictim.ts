import { randomUUID } from 'node:crypto';
import type { ClusterPlace } from '../contract/ClusterPlace';
import type { ContractWorld } from '../contract/ContractWorld';

/** What one tenant has, in every plugin: names that everybody knows, and a word that nobody else may ever read. */
export interface Victim {
  readonly canary: string;
  /** By the name that parameters of routes have. */
  readonly names: Readonly<Record<string, string>>;
  readonly repository: string;
  readonly webhook: string;
  readonly delivery: string;
  readonly run: string;
  readonly receipt: string;
  readonly record: string;
}

/** Of the group that owns it all. */
const OWNER = 'platform-team';

/** Makes it as `platform`, on the cluster under test and wherever else a plugin keeps something. */
export async function makeVictim(world: ContractWorld, place: ClusterPlace): Promise<Victim> {
  const id = randomUUID().slice(0, 8);
  const known = `theirs-${id}`;
  const canary = `canary${id}`;
  const run = (name: string, input: object) => world.run('platform', name, input);
  place.leaves(`/api/v1/namespaces/${known}`);
  await run('tenants.create-tenant', {
    ...{ name: known, title: canary, description: canary, owner: `group:default/${OWNER}` },
    plan: 'small',
    placements: [{ cluster: place.cluster, environment: 'dev', namespaces: [known] }],
  });
  const labels = { app: known, canary };
  const metadata = { name: known, namespace: known, labels, annotations: { note: canary } };
  const apply = (cluster: string, object: object) =>
    run('clusters.apply-manifest', { cluster, manifest: JSON.stringify(object) });
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { value: canary } };
  const receipt = await apply(place.cluster, configMap);
  await apply(place.cluster, { ...configMap, metadata: { ...metadata, name: `${canary}-hidden` } });
  const pod = { containers: [{ name: 'web', image: `registry.example/${canary}:1` }] };
  await apply(place.cluster, {
    ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
    // As one of the catalog's components has them: on its Kubernetes tab.
    metadata: { ...metadata, labels: { ...labels, 'backstage.io/kubernetes-id': 'cart' } },
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: known } },
      template: { metadata: { labels }, spec: pod },
    },
  });
  // Nobody's tenant, but a group's, as its label says.
  await apply('dev', {
    ...{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: known, labels: { team: OWNER } } },
  });
  await apply('dev', {
    ...{ apiVersion: 'tekton.dev/v1', kind: 'Pipeline' },
    metadata: { ...metadata, labels: { 'backstage.io/kubernetes-id': 'cart' } },
    spec: {
      description: canary,
      tasks: [{ name: 'one', taskSpec: { steps: [{ name: 'a', image: `${canary}:1` }] } }],
    },
  });
  await apply('dev', {
    ...{ apiVersion: 'tekton.dev/v1', kind: 'PipelineRun', metadata },
    spec: {
      pipelineSpec: {
        description: canary,
        tasks: [{ name: 'one', taskSpec: { steps: [{ name: 'a', image: `${canary}:1` }] } }],
      },
    },
  });
  const repository = { owner: OWNER, name: known };
  await run('repositories.create', { ...repository, visibility: 'private', description: canary });
  for (const [branch, content] of Object.entries({ main: canary, topic: `${canary} two` }))
    await run('repositories.commit', {
      ...{ ...repository, branch, message: canary },
      files: { 'a.txt': content },
    });
  await run('repositories.open-pull-request', {
    ...{ ...repository, title: canary, body: canary, head: 'topic' },
  });
  await run('repositories.add-webhook', { ...repository, url: `https://${canary}.invalid/` });
  const at = `repositories/repositories/${OWNER}/${known}/webhooks`;
  const [hook] = (await world.read('platform', at)).items;
  const [ping] = (await world.read('platform', `${at}/${hook.id}/deliveries`)).items;
  const { items } = await world.read('platform', `audit/records?text=${canary}&limit=1`);
  return {
    canary,
    names: { namespace: known, name: known, pod: known, tenant: known },
    repository: known,
    run: known,
    webhook: hook.id,
    delivery: ping.id,
    receipt: receipt.id,
    record: items[0]?.id ?? '',
  };
}
