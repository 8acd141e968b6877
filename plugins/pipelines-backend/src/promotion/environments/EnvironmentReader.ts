import { isError } from '@backstage/errors';
import type { Row } from '@kubemate/kube-common';
import type { KubeService, Viewer } from '@kubemate/kube-node';
import type {
  BoardEnvironment,
  RunningImage,
  WorkloadRef,
} from '@kubemate/plugin-pipelines-common';
import { parseImage } from '../imageRef';
import type { Component } from './Components';
import type { Environment } from './Environment';
import { podEvidence } from './podEvidence';
import { chooseContainer, PODS, readWorkload, WORKLOAD_KINDS, WORKLOADS } from './workloads';
import type { Workload, WorkloadContainer, WorkloadKind } from './workloads';

const MAX_PODS = 500;

export type Gap = Extract<BoardEnvironment, { state: 'gap' }>;

/** A workload of a component in an environment, as the row store has it. */
export interface Located {
  readonly state: 'located';
  readonly kind: WorkloadKind;
  readonly row: Row;
}

/** What an environment runs, as the API server says it now. */
export interface Found {
  readonly state: 'found';
  readonly ref: WorkloadRef;
  readonly workload: Workload;
  readonly container: WorkloadContainer;
  readonly image: RunningImage;
}

/** Looks up what a component runs in an environment. Everything is read as the viewer. */
export class EnvironmentReader {
  readonly #kube: KubeService;

  constructor(kube: KubeService) {
    this.#kube = kube;
  }

  /** Where the component's workload is, by what the portal watches. */
  async locate(
    component: Component,
    environment: Environment,
    viewer: Viewer,
  ): Promise<Located | Gap> {
    const { cluster } = environment;
    const gap = (cause: Gap['cause'], reason: string) => gapOf(environment, { cause, reason });
    if (component.environments?.includes(environment.name) === false)
      return gap('absent', `The component is not meant for ${environment.title}`);
    if (!this.#kube.clusters().some(({ name }) => name === cluster))
      return gap('unreachable', `There is no cluster named ${cluster}`);
    const namespace = namespaceOf(component, environment);
    const labelSelector = [component.labelSelector, environment.labelSelector]
      .filter(part => part !== undefined)
      .join(',');
    const answers = await Promise.all(
      WORKLOAD_KINDS.map(async kind => ({
        kind,
        answer: await this.#kube.allRows(
          {
            clusters: [cluster],
            resource: WORKLOADS[kind],
            namespaces: namespace === undefined ? undefined : [namespace],
            labelSelector,
          },
          viewer,
        ),
      })),
    );
    const located = answers.flatMap(({ kind, answer }) =>
      answer.items.map((row): Located => ({ state: 'located', kind, row })),
    );
    const failures = answers.flatMap(({ answer }) => answer.failures);
    const away = failures.find(({ state }) => state === 'unreachable' || state === 'stale');
    if (away !== undefined) return gap('unreachable', away.reason);
    const chosen = choose(located, component);
    if (chosen !== undefined) return chosen;
    if (located.length > 1) {
      const names = located.map(({ kind, row }) => `${kind} ${row.namespace}/${row.name}`);
      return gap('ambiguous', `${names.slice(0, 5).join(', ')}: name one by kubemate.io/workload`);
    }
    const early = failures.find(({ state }) => state === 'partial');
    if (early !== undefined) return gap('unreachable', early.reason);
    const isDenied = failures.some(({ state }) => state === 'denied');
    const where = namespace === undefined ? cluster : `${namespace} on ${cluster}`;
    const access = { cluster, verb: 'list', resource: WORKLOADS.Deployment, namespace };
    const { allowed, reason } = await this.#kube.mayWhy(access, viewer);
    if (allowed && !isDenied)
      return gap('absent', `Nothing in ${where} has the labels ${labelSelector}`);
    if (namespace === undefined && !isDenied && (await this.#seesSome(cluster, viewer)))
      return gap(
        'absent',
        `Nothing in the namespaces of ${cluster} that you may see has the labels ${labelSelector}`,
      );
    return gap('forbidden', reason ?? `You may not list deployments in ${where}`);
  }

  async #seesSome(cluster: string, viewer: Viewer): Promise<boolean> {
    const resource = WORKLOADS.Deployment;
    const listable = await this.#kube.listableNamespaces({ cluster, resource }, viewer);
    return listable === 'all' || listable.length > 0;
  }

  /** What runs there, from the API server. */
  async find(component: Component, environment: Environment, viewer: Viewer): Promise<Found | Gap> {
    try {
      const located = await this.locate(component, environment, viewer);
      if (located.state === 'gap') return located;
      return await this.#read(located, { component, environment, viewer });
    } catch (error) {
      const cause = causeOf(error);
      if (cause === undefined || !isError(error)) throw error;
      return gapOf(environment, { cause, reason: error.message });
    }
  }

  async #read(
    { kind, row }: Located,
    options: { component: Component; environment: Environment; viewer: Viewer },
  ): Promise<Found | Gap> {
    const { component, environment, viewer } = options;
    const { cluster, name, namespace = '' } = row;
    const ref = { cluster, resource: WORKLOADS[kind], namespace, name };
    const workload = readWorkload(await this.#kube.get(ref, viewer), kind);
    const { container: named } = component;
    const container = chooseContainer(workload.containers, { named, like: [component.name, name] });
    if (container === undefined)
      return gapOf(environment, {
        cause: 'ambiguous',
        reason: `${kind} ${name} has no container ${named}`,
      });
    return {
      state: 'found',
      ref: { cluster, apiVersion: 'apps/v1', kind, namespace, name, container: container.name },
      ...{ workload, container },
      image: await this.#image(container, { cluster, namespace, workload, viewer }),
    };
  }

  /** With the digest that the pods run, where the viewer may see them. */
  async #image(
    { name, image }: WorkloadContainer,
    options: { cluster: string; namespace: string; workload: Workload; viewer: Viewer },
  ): Promise<RunningImage> {
    const { cluster, namespace, workload, viewer } = options;
    const parsed = parseImage(image);
    if (parsed.digest !== undefined || workload.podSelector === '') return parsed;
    const pods = { cluster, resource: PODS, namespace };
    if (!(await this.#kube.may({ ...pods, verb: 'list' }, viewer))) return parsed;
    const labelSelector = workload.podSelector;
    const found = await this.#kube.list({ ...pods, labelSelector, limit: MAX_PODS }, viewer);
    const { digest } = podEvidence(found, { container: name, image });
    return digest === undefined ? parsed : { ...parsed, digest };
  }
}

export function gapOf(
  { name, title, cluster }: Environment,
  why: { cause: Gap['cause']; reason: string },
): Gap {
  return { name, title, cluster, state: 'gap', ...why };
}

/** Where the component is there; undefined where it may be anywhere. */
export function namespaceOf(component: Component, environment: Environment): string | undefined {
  if (component.namespace !== undefined) return component.namespace;
  const { system = '', name } = component;
  const owner = component.owner?.split('/')[1] ?? '';
  const values: Readonly<Record<string, string>> = { system, name, owner };
  return environment.namespace?.replace(/\{(\w+)\}/g, (all, key: string) => values[key] ?? all);
}

function choose(located: readonly Located[], { workload, name }: Component): Located | undefined {
  if (workload !== undefined)
    return located.find(({ kind, row }) => [row.name, `${kind}/${row.name}`].includes(workload));
  if (located.length === 1) return located[0];
  const same = located.filter(({ row }) => row.name === name);
  return same.length === 1 ? same[0] : undefined;
}

function causeOf(error: unknown): Gap['cause'] | undefined {
  if (!isError(error)) return undefined;
  if (error.name === 'NotAllowedError' || error.name === 'AuthenticationError') return 'forbidden';
  if (error.name === 'ServiceUnavailableError') return 'unreachable';
  return error.name === 'NotFoundError' ? 'absent' : undefined;
}
