import type { BackstageCredentials, UserInfoService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type {
  ClusterObjects,
  FetchResponse,
  KubernetesFetchError,
  ObjectsByEntityResponse,
} from '@backstage/plugin-kubernetes-common';
import type {
  CustomResourcesByEntity,
  KubernetesObjectsByEntity,
  KubernetesObjectsProvider,
} from '@backstage/plugin-kubernetes-node';
import type { KubeObject } from '@kubemate/kube-common';
import type { ClusterState, KubeService, Viewer } from '@kubemate/kube-node';
import { kubernetesSelection, type KubernetesSelection } from '@kubemate/plugin-clusters-common';
import { z } from 'zod';
import { ENTITY_KINDS, type EntityKind } from './entityKinds';
import { podUsage } from './podUsage';
import { clusterLook } from './RegistryClusters';

/** Of one kind in one namespace. */
const MAX_OBJECTS = 500;

const matchersSchema = z
  .array(
    z.object({
      group: z.string().max(253),
      apiVersion: z.string().min(1).max(63),
      plural: z.string().min(1).max(63),
    }),
  )
  .max(20, 'At most 20 custom resources are read at once');

export interface GatewayObjectsOptions {
  readonly kube: Pick<KubeService, 'allRows' | 'clusters' | 'list'>;
  readonly userInfo: UserInfoService;
}

interface Question {
  readonly kinds: readonly EntityKind[];
  readonly selection: KubernetesSelection;
  readonly viewer: Viewer;
}

/** Objects of one kind, or why there are none. */
interface KindAnswer {
  readonly kind: EntityKind;
  readonly objects: readonly KubeObject[];
  readonly problems: readonly string[];
}

/**
 * An entity's objects for Backstage's Kubernetes tab, read as the person who looks. The row store says where there are any, so
 * that looking again costs no request where nothing is; what is found is then read whole through the gateway.
 */
export class GatewayObjects implements KubernetesObjectsProvider {
  readonly #kube: GatewayObjectsOptions['kube'];
  readonly #userInfo: UserInfoService;

  constructor({ kube, userInfo }: GatewayObjectsOptions) {
    this.#kube = kube;
    this.#userInfo = userInfo;
  }

  getKubernetesObjectsByEntity(
    { entity }: KubernetesObjectsByEntity,
    { credentials }: { credentials: BackstageCredentials },
  ): Promise<ObjectsByEntityResponse> {
    return this.#read(entity, { kinds: ENTITY_KINDS, credentials });
  }

  async getCustomResourcesByEntity(
    { entity, customResources }: CustomResourcesByEntity,
    { credentials }: { credentials: BackstageCredentials },
  ): Promise<ObjectsByEntityResponse> {
    const { data, error } = matchersSchema.safeParse(customResources);
    if (error) throw new InputError(`customResources: ${z.prettifyError(error)}`);
    const kinds = data.map(({ group, apiVersion, plural }) => ({
      type: 'customresources' as const,
      resource: { group, version: apiVersion, plural },
    }));
    return this.#read(entity, { kinds, credentials });
  }

  async #read(
    entity: KubernetesObjectsByEntity['entity'],
    { kinds, credentials }: { kinds: readonly EntityKind[]; credentials: BackstageCredentials },
  ): Promise<ObjectsByEntityResponse> {
    const selection = kubernetesSelection(entity);
    if (selection === undefined) return { items: [] };
    const viewer = await this.#userInfo.getUserInfo(credentials);
    const clusters = this.#kube
      .clusters()
      .filter(({ name }) => selection.clusters?.includes(name) ?? true);
    const question = { kinds, selection, viewer };
    const items = await Promise.all(clusters.map(each => this.#ofCluster(each, question)));
    return { items: items.filter(hasSomething) };
  }

  async #ofCluster(cluster: ClusterState, question: Question): Promise<ClusterObjects> {
    const answers = await Promise.all(
      question.kinds.map(kind => this.#ofKind(cluster.name, { ...question, kind })),
    );
    const pods = answers.find(({ kind }) => kind.type === 'pods')?.objects ?? [];
    return {
      cluster: clusterLook(cluster),
      resources: answers.map(
        ({ kind, objects }) =>
          // Backstage's types want classes of the client library; what goes over HTTP is the objects as they were read.
          ({ type: kind.type, resources: objects }) as unknown as FetchResponse,
      ),
      podMetrics: podUsage(pods, await this.#metrics(cluster.name, { ...question, pods })),
      errors: [...new Set(answers.flatMap(({ problems }) => problems))].map(fetchError),
    };
  }

  async #ofKind(
    cluster: string,
    { kind, selection, viewer }: Question & { kind: EntityKind },
  ): Promise<KindAnswer> {
    const { labelSelector, namespaces } = selection;
    const { resource } = kind;
    const query = {
      clusters: [cluster],
      resource,
      labelSelector,
      ...(namespaces && { namespaces }),
    };
    try {
      const { items, failures } = await this.#kube.allRows(query, viewer);
      const places = [...new Set(items.map(({ namespace }) => namespace))];
      const lists = await Promise.all(
        places.map(namespace => {
          const place = namespace === undefined ? {} : { namespace };
          const target = { cluster, resource, labelSelector, limit: MAX_OBJECTS, ...place };
          return this.#kube.list(target, viewer);
        }),
      );
      const problems = failures
        .filter(({ state }) => state !== 'not-served' && state !== 'partial')
        .map(({ reason }) => reason);
      return { kind, objects: lists.flat(), problems };
    } catch (error) {
      return {
        kind,
        objects: [],
        problems: [error instanceof Error ? error.message : String(error)],
      };
    }
  }

  /** Nothing where the cluster has no metrics, or the person may not read them: the tab then leaves the bars out. */
  async #metrics(
    cluster: string,
    { pods, selection, viewer }: Question & { pods: readonly KubeObject[] },
  ): Promise<readonly KubeObject[]> {
    const resource = { group: 'metrics.k8s.io', version: 'v1beta1', plural: 'pods' };
    const { labelSelector } = selection;
    const places = [...new Set(pods.flatMap(({ metadata }) => metadata.namespace ?? []))];
    const lists = await Promise.allSettled(
      places.map(namespace =>
        this.#kube.list(
          { cluster, resource, namespace, labelSelector, limit: MAX_OBJECTS },
          viewer,
        ),
      ),
    );
    return lists.flatMap(list => (list.status === 'fulfilled' ? list.value : []));
  }
}

/** Where the person sees nothing, a cluster is left out, as Backstage's own provider does: `0 pods, no errors` would be more than is known. */
function hasSomething({ errors, resources }: ClusterObjects): boolean {
  return errors.length > 0 || resources.some(each => each.resources.length > 0);
}

function fetchError(message: string): KubernetesFetchError {
  return { errorType: 'FETCH_ERROR', message };
}
