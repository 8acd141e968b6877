import type { KubeObject } from '@kubemate/kube-common';
import { keyOf, type Cluster } from '../Cluster';
import type { Random } from '../Random';
import type { Pod, PodTemplate } from '../objects/pod';
import { PODS } from '../objects/resources';

/** What a controller adds to the template's pods. */
export interface PodExtras {
  /** Full name; a generated one where absent. */
  readonly name?: string;
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
  readonly spec?: Record<string, unknown>;
}

/** The reference that makes `owner` the controller of what it creates. */
export function ownerReference(owner: KubeObject) {
  const { apiVersion, kind, metadata } = owner;
  return [
    {
      apiVersion,
      kind,
      name: metadata.name,
      uid: metadata.uid,
      controller: true,
      blockOwnerDeletion: true,
    },
  ];
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Creates and deletes pods for a controller and records that it did. */
export class PodControl {
  private readonly random: Random;

  constructor(
    private readonly cluster: Cluster,
    private readonly component: string,
  ) {
    this.random = cluster.random(component, 'names');
  }

  /**
   * @throws ApiStatusError where the API server refuses, after recording FailedCreate on the owner
   */
  create(owner: KubeObject, template: PodTemplate, extras: PodExtras = {}): Pod {
    const name = extras.name ?? `${owner.metadata.name}-${this.random.suffix()}`;
    try {
      const pod = this.cluster.create(PODS, {
        metadata: {
          name,
          namespace: owner.metadata.namespace,
          labels: { ...template.metadata?.labels, ...extras.labels },
          annotations: { ...template.metadata?.annotations, ...extras.annotations },
          ownerReferences: ownerReference(owner),
          ...(extras.name === undefined ? { generateName: `${owner.metadata.name}-` } : {}),
        },
        spec: { ...template.spec, ...extras.spec },
      });
      this.record(owner, 'SuccessfulCreate', `Created pod: ${name}`);
      return pod;
    } catch (error) {
      this.record(owner, 'FailedCreate', `Error creating: ${message(error)}`);
      throw error;
    }
  }

  delete(owner: KubeObject, pod: Pod): void {
    this.cluster.delete(PODS, keyOf(pod));
    this.record(owner, 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
  }

  private record(owner: KubeObject, reason: string, text: string): void {
    this.cluster.events.record(owner, {
      type: reason.startsWith('Failed') ? 'Warning' : 'Normal',
      reason,
      message: text,
      component: this.component,
    });
  }
}
