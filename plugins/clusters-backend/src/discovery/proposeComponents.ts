import { parseEntityRef, RELATION_OWNED_BY, stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { KUBERNETES_ANNOTATIONS, matchesLabels, parseLabelSelector } from '@kubemate/kube-common';
import type { Row } from '@kubemate/kube-common';
import { kubernetesSelection } from '@kubemate/plugin-clusters-common';
import type { Proposal } from '@kubemate/plugin-clusters-common';

const { id: ID, selector: SELECTOR, namespace: NAMESPACE } = KUBERNETES_ANNOTATIONS;
const PART_OF = 'app.kubernetes.io/part-of';
/** Labels that say what something is, the best first. */
const NAMING = [ID, 'app.kubernetes.io/name', 'app.kubernetes.io/instance', 'app', 'k8s-app'];

/** A row that runs, and what it is. */
export interface Workload {
  readonly row: Row & { readonly namespace: string };
  readonly kind: string;
  readonly resource: string;
}

type Claim = (row: Workload['row']) => boolean;

/** What components have; those that ask for a label by its value are found by it, as thousands may. */
class Claims {
  readonly #byLabel = new Map<string, Claim[]>();
  readonly #others: Claim[] = [];

  constructor(components: readonly Entity[]) {
    for (const entity of components) this.#add(entity);
  }

  has(row: Workload['row']): boolean {
    const named = Object.entries(row.labels ?? {}).flatMap(
      ([key, value]) => this.#byLabel.get(`${key}=${value}`) ?? [],
    );
    return [...named, ...this.#others].some(claims => claims(row));
  }

  /** Nothing where it says nothing that can be read. */
  #add(entity: Entity): void {
    const selection = kubernetesSelection(entity);
    if (selection === undefined) return;
    const parsed = parseLabelSelector(selection.labelSelector);
    if (!parsed.ok) return;
    const { clusters, namespaces } = selection;
    const claim: Claim = ({ cluster, namespace, labels }) =>
      (clusters?.includes(cluster) ?? true) &&
      (namespaces?.includes(namespace) ?? true) &&
      matchesLabels(parsed.selector, labels);
    const exact = parsed.selector.find(
      ({ operator, values }) => operator === 'In' && values.length === 1,
    );
    if (exact === undefined) this.#others.push(claim);
    else {
      const label = `${exact.key}=${exact.values[0]}`;
      this.#byLabel.set(label, [...(this.#byLabel.get(label) ?? []), claim]);
    }
  }
}

interface Group {
  readonly label?: readonly [key: string, value: string];
  readonly owner?: string;
  readonly workloads: Workload[];
}

/**
 * What the catalog lacks of what runs: one proposal for the workloads of one label that the same people answer for.
 *
 * @param components - of the catalog, as the person sees them
 * @param ownerOf - entity ref of who answers for a namespace, where that is known
 */
export function proposeComponents(
  workloads: readonly Workload[],
  {
    components,
    ownerOf,
  }: {
    readonly components: readonly Entity[];
    readonly ownerOf: (cluster: string, namespace: string) => string | undefined;
  },
): { readonly proposals: readonly Proposal[]; readonly claimed: number } {
  const claims = new Claims(components);
  const free = workloads.filter(({ row }) => !claims.has(row));
  const groups = new Map<string, Group>();
  for (const workload of free) {
    const { cluster, namespace, name, labels = {} } = workload.row;
    const key = NAMING.find(each => labels[each]);
    const label = key === undefined ? undefined : ([key, labels[key] ?? ''] as const);
    const owner = ownerOf(cluster, namespace);
    // Without a label nothing tells that two of one name belong together but their namespace.
    const id = [label?.join('=') ?? `${namespace}/${name}`, owner ?? `?${namespace}`].join(' ');
    const known = groups.get(id);
    if (known === undefined) groups.set(id, { label, owner, workloads: [workload] });
    else known.workloads.push(workload);
  }
  const silent = new Map(
    components
      .filter(entity => kubernetesSelection(entity) === undefined)
      .map(entity => [entity.metadata.name.toLowerCase(), entity]),
  );
  const proposals = [...groups].map(([id, group]) => proposalOf(id, group, silent));
  return {
    proposals: proposals.sort(
      (a, b) =>
        Number(a.owner === undefined) - Number(b.owner === undefined) ||
        a.name.localeCompare(b.name, 'en') ||
        a.id.localeCompare(b.id, 'en'),
    ),
    claimed: workloads.length - free.length,
  };
}

function proposalOf(id: string, group: Group, silent: ReadonlyMap<string, Entity>): Proposal {
  const { label, owner, workloads } = group;
  const name = entityNameOf(label?.[1] ?? workloads[0]?.row.name ?? '');
  const there = label && silent.get(name);
  const partOf = onlyOne(workloads.map(({ row }) => row.labels?.[PART_OF]));
  const proposal = {
    ...{ id, name, annotations: annotationsOf(group) },
    ...(label && { label: label.join('=') }),
    ...(partOf !== undefined && { partOf }),
    ...(owner !== undefined && { owner }),
    workloads: workloads
      .map(({ row: { cluster, namespace, name: own, health }, kind, resource }) => ({
        ...{ cluster, namespace, kind, resource, name: own, health },
      }))
      .sort((a, b) => placeOf(a).localeCompare(placeOf(b), 'en')),
  };
  if (there) return { ...proposal, reason: 'link', component: stringifyEntityRef(there) };
  if (label === undefined) return { ...proposal, reason: 'unlabelled' };
  return { ...proposal, reason: label[0] === ID ? 'missing-id' : 'adopt' };
}

function annotationsOf({ label, workloads }: Group): Record<string, string> {
  if (label === undefined) return {};
  const [key, value] = label;
  if (key === ID) return { [ID]: value };
  const namespace = onlyOne(workloads.map(({ row }) => row.namespace));
  return {
    // What runs of pipelines name it by; the selector goes before it.
    [ID]: entityNameOf(value),
    [SELECTOR]: `${key}=${value}`,
    ...(namespace !== undefined && { [NAMESPACE]: namespace }),
  };
}

/** As the catalog takes it: at most 63 of `[a-zA-Z0-9]`, with `-`, `_` and `.` between. */
function entityNameOf(text: string): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/[-_.]*([-_.])/g, '$1')
    .slice(0, 63)
    .replace(/^[-_.]+|[-_.]+$/g, '');
  return name === '' ? 'unnamed' : name;
}

function onlyOne(values: readonly (string | undefined)[]): string | undefined {
  const [first, ...others] = new Set(values);
  return others.length === 0 ? first : undefined;
}

function placeOf({
  cluster,
  namespace,
  name,
}: {
  cluster: string;
  namespace: string;
  name: string;
}) {
  return `${cluster}/${namespace}/${name}`;
}

/** Who answers for namespaces, by the Resources that the portal has of them in the catalog. */
export function namespaceOwners(
  resources: readonly Entity[],
): (cluster: string, namespace: string) => string | undefined {
  const owners = new Map<string, string>();
  for (const { metadata, relations = [] } of resources) {
    const { annotations = {} } = metadata;
    const cluster = annotations['kubemate.io/cluster'];
    const namespace = annotations['kubemate.io/namespace'];
    const owner = relations.find(({ type }) => type === RELATION_OWNED_BY)?.targetRef;
    if (cluster && namespace && owner)
      owners.set(`${cluster}/${namespace}`, stringifyEntityRef(parseEntityRef(owner)));
  }
  return (cluster, namespace) => owners.get(`${cluster}/${namespace}`);
}
