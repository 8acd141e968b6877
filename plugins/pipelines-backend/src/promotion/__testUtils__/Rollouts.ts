import type { KubeObject } from '@kubemate/kube-common';
import type { KubeService, Viewer } from '@kubemate/kube-node';
import { z } from 'zod';
import { PODS, WORKLOADS } from '../environments/workloads';

const EVERY_MS = 100;

const deploymentSchema = z.looseObject({
  spec: z.looseObject({
    replicas: z.number(),
    template: z.looseObject({
      spec: z.looseObject({
        containers: z.array(z.looseObject({ name: z.string(), image: z.string() })),
      }),
    }),
  }),
  status: z.looseObject({ observedGeneration: z.number().optional() }).optional(),
});

/** Digests by image, as a registry would have them. */
export function digestFor(image: string): string {
  const hex = Buffer.from(image.replace(/@.*/, '')).toString('hex');
  return `sha256:${hex.padEnd(64, '0').slice(-64)}`;
}

/**
 * Rolls Deployments out on an API server that has no controllers: one pod each, and a status as the Deployment controller writes it. Images tagged
 * `crash-staging` never come up in the namespace that ends so; those tagged `slow` take until {@link Rollouts.finish}.
 */
export class Rollouts {
  readonly #options: { kube: KubeService; viewer: Viewer; cluster: string };
  readonly #finished = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(options: { kube: KubeService; viewer: Viewer; cluster: string }) {
    this.#options = options;
    void this.#loop();
  }

  /** Lets slow images come up. */
  finish(tag: string): void {
    this.#finished.add(tag);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  async #loop(): Promise<void> {
    if (this.#isClosed) return;
    const { kube, viewer, cluster } = this.#options;
    try {
      const found = await kube.list({ cluster, resource: WORKLOADS.Deployment }, viewer);
      for (const object of found) await this.#roll(object);
    } catch {
      // Somebody else has written it, or the server is closing: the next turn looks again.
    }
    if (!this.#isClosed) this.#timer = setTimeout(() => void this.#loop(), EVERY_MS);
  }

  async #roll(object: KubeObject): Promise<void> {
    const { kube, viewer, cluster } = this.#options;
    const { spec } = deploymentSchema.parse(object);
    const [container] = spec.template.spec.containers;
    if (container === undefined) return;
    const tag = /:([^:@/]+)(@|$)/.exec(container.image)?.[1] ?? '';
    const { name, namespace = '', generation } = object.metadata;
    const crashes = tag.startsWith('crash-') && namespace.endsWith(tag.slice('crash'.length));
    const waits =
      tag.startsWith('slow-') &&
      namespace.endsWith(tag.slice('slow'.length)) &&
      !this.#finished.has(tag);
    const up = crashes || waits ? 0 : spec.replicas;
    const status = {
      observedGeneration: generation,
      replicas: spec.replicas,
      updatedReplicas: waits ? 0 : spec.replicas,
      readyReplicas: up,
      availableReplicas: up,
    };
    await this.#pod(object, { container, crashes });
    const value = { status };
    await kube.write(
      {
        ...{ cluster, resource: WORKLOADS.Deployment, namespace, name, subresource: 'status' },
        ...{ verb: 'patch', patch: { type: 'merge', value } },
      },
      viewer,
    );
  }

  async #pod(
    { metadata }: KubeObject,
    options: { container: { name: string; image: string }; crashes: boolean },
  ): Promise<void> {
    const { kube, viewer, cluster } = this.#options;
    const { container, crashes } = options;
    const { name: app, namespace } = metadata;
    const at = { cluster, resource: PODS, namespace };
    const pods = await kube.list({ ...at, labelSelector: `app=${app}` }, viewer);
    const isNew = !pods.some(pod => JSON.stringify(pod.spec).includes(`"${container.image}"`));
    if (!isNew) return;
    for (const pod of pods)
      await kube.write({ ...at, verb: 'delete', name: pod.metadata.name }, viewer);
    const name = `${app}-${Math.random().toString(36).slice(2, 8)}`;
    const { image } = container;
    const object = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace, labels: { app } },
      spec: { containers: [{ name: container.name, image }] },
    };
    await kube.write({ ...at, verb: 'create', object }, viewer);
    const state = crashes
      ? { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s restarting' } }
      : { running: { startedAt: new Date().toISOString() } };
    const imageID = `${image.replace(/@.*/, '')}@${digestFor(image)}`;
    const own = { name: container.name, image, imageID, ready: !crashes, restartCount: 0, state };
    const value = { status: { phase: 'Running', containerStatuses: [own] } };
    await kube.write(
      { ...at, name, subresource: 'status', verb: 'patch', patch: { type: 'merge', value } },
      viewer,
    );
  }
}
