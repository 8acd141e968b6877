import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_SOURCE_LOCATION,
  parseEntityRef,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { KUBERNETES_ANNOTATIONS } from '@kubemate/kube-common';
import { parseRepositoryUrl } from '@kubemate/plugin-repositories-common';
import type { RolloutWish } from '../canary/strategy';

const { id: ID, selector: SELECTOR, namespace: NAMESPACE } = KUBERNETES_ANNOTATIONS;
const ENVIRONMENTS = 'kubemate.io/environments';
const WORKLOAD = 'kubemate.io/workload';
const CONTAINER = 'kubemate.io/container';
const REPOSITORY = 'kubemate.io/registry-repository';
const ROLLOUT = 'kubemate.io/rollout';
const ROLLOUT_STEPS = 'kubemate.io/rollout-steps';
const ROLLOUT_ROUTE = 'kubemate.io/rollout-route';
const GITOPS_REPOSITORY = 'kubemate.io/gitops-repository';
const GITOPS_PATH = 'kubemate.io/gitops-path';
const GITOPS_BY = 'kubemate.io/gitops-by';
/** As the service templates lay them out. */
const OVERLAYS = 'deploy/overlays/{environment}';
/** Of Backstage's SonarQube plugin. */
const SONAR = 'sonarqube.org/project-key';

/** A component of the catalog, as far as it says where it runs. */
export interface Component {
  readonly ref: string;
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  /** Entity ref. */
  readonly owner?: string;
  readonly system?: string;
  readonly labelSelector: string;
  readonly namespace?: string;
  /** Names of environments; all where absent. */
  readonly environments?: readonly string[];
  readonly workload?: string;
  readonly container?: string;
  /** Where its images are, with the registry's host, where that is not what they are called by. */
  readonly repository?: string;
  /** Its project in SonarQube: `key`, or `server/key`. */
  readonly sonarProject?: string;
  /** What it runs is written in git, and applied by a GitOps controller. */
  readonly git?: GitSource;
  /** Where its manifests are, in a repository of the portal; absent where that is not known. */
  readonly source?: ManifestSource;
  /** How it wants to be rolled out; all replicas at once where absent. */
  readonly rollout?: RolloutWish;
}

/** Where the manifests of a component are. */
export interface ManifestSource {
  /** `owner/name` of a repository of the portal, or the address of one elsewhere. */
  readonly repository: string;
  /** Folder of an environment's overlay, with `{environment}`. */
  readonly folder: string;
}

/** Where git says what a component runs. */
export interface GitSource extends ManifestSource {
  readonly by: 'commit' | 'pull-request';
}

const FIELDS = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.title',
  'metadata.description',
  'metadata.annotations',
  'spec.system',
  'relations',
];

/** The components of the catalog that say where they run, as the caller may see them. */
export class Components {
  readonly #catalog: CatalogService;

  constructor(catalog: CatalogService) {
    this.#catalog = catalog;
  }

  /** @throws NotFoundError where there is none that the caller may see, or it does not say where it runs */
  async get(ref: string, credentials: BackstageCredentials): Promise<Component> {
    const entity = await this.#catalog.getEntityByRef(ref, { credentials });
    const component = entity && componentOf(entity);
    if (component === undefined)
      throw new NotFoundError(
        `There is no component ${ref} that says where it runs (annotation ${ID} or ${SELECTOR})`,
      );
    return component;
  }

  /** By name. */
  async list(credentials: BackstageCredentials): Promise<readonly Component[]> {
    const { items } = await this.#catalog.getEntities(
      { filter: { kind: 'Component' }, fields: FIELDS },
      { credentials },
    );
    return items
      .flatMap(entity => componentOf(entity) ?? [])
      .sort((left, right) => left.name.localeCompare(right.name, 'en') || 1);
  }
}

/** Undefined where the entity does not say where it runs. */
export function componentOf(entity: Entity): Component | undefined {
  const { name, title = name, description, annotations = {} } = entity.metadata;
  const id = annotations[ID];
  const labelSelector = annotations[SELECTOR] ?? (id === undefined ? undefined : `${ID}=${id}`);
  if (labelSelector === undefined || entity.kind.toLowerCase() !== 'component') return undefined;
  const names = annotations[ENVIRONMENTS]?.split(',').map(each => each.trim());
  const system = entity.spec?.system;
  return {
    ref: stringifyEntityRef(entity),
    ...{ name, title, description, labelSelector },
    owner: entity.relations?.find(({ type }) => type === RELATION_OWNED_BY)?.targetRef,
    system:
      typeof system === 'string'
        ? parseEntityRef(system, { defaultKind: 'system', defaultNamespace: 'default' }).name
        : undefined,
    namespace: annotations[NAMESPACE],
    environments: names,
    workload: annotations[WORKLOAD],
    container: annotations[CONTAINER],
    repository: annotations[REPOSITORY],
    sonarProject: annotations[SONAR],
    git: gitOf(annotations),
    source: sourceOf(annotations),
    rollout: rolloutOf(annotations),
  };
}

function rolloutOf(annotations: Readonly<Record<string, string>>): RolloutWish | undefined {
  const { [ROLLOUT]: strategy, [ROLLOUT_STEPS]: steps, [ROLLOUT_ROUTE]: route } = annotations;
  return strategy === undefined ? undefined : { strategy, steps, route };
}

function gitOf(annotations: Readonly<Record<string, string>>): GitSource | undefined {
  const repository = annotations[GITOPS_REPOSITORY];
  if (repository === undefined) return undefined;
  return {
    repository,
    folder: annotations[GITOPS_PATH] ?? OVERLAYS,
    by: annotations[GITOPS_BY] === 'pull-request' ? 'pull-request' : 'commit',
  };
}

/** Of a component whose entity is in a repository of the portal. */
function sourceOf(annotations: Readonly<Record<string, string>>): ManifestSource | undefined {
  const location = annotations[ANNOTATION_SOURCE_LOCATION]?.replace(/^url:/, '');
  const place = location === undefined ? undefined : parseRepositoryUrl(location);
  if (place === undefined) return undefined;
  const { owner, name } = place;
  return { repository: `${owner}/${name}`, folder: annotations[GITOPS_PATH] ?? OVERLAYS };
}
