import type { ResourceKind } from '../resourceId';
import { admissionregistration } from './admissionregistration';
import { apiextensions, apiregistration } from './apiextensions';
import { apps } from './apps';
import { autoscaling } from './autoscaling';
import { batch } from './batch';
import { certificates } from './certificates';
import { coordination } from './coordination';
import { configMaps, secrets, serviceAccounts } from './core/configuration';
import { events } from './core/event';
import { endpoints, podTemplates, replicationControllers } from './core/legacy';
import { limitRanges, resourceQuotas } from './core/limits';
import { namespaces } from './core/namespace';
import { nodes } from './core/node';
import { pods } from './core/pod';
import { services } from './core/service';
import { persistentVolumeClaims, persistentVolumes } from './core/volume';
import { discovery } from './discovery';
import { flowcontrol } from './flowcontrol';
import { gateway } from './gateway';
import { networking } from './networking';
import { nodeGroup } from './nodeGroup';
import { policy } from './policy';
import type { Projection } from './Projection';
import { rbac } from './rbac';
import { resource } from './resource';
import { scheduling } from './scheduling';
import { storage } from './storage';
import { approvals } from './approvals';
import { tekton } from './tekton';

const core = {
  pods,
  nodes,
  namespaces,
  services,
  events,
  endpoints,
  podtemplates: podTemplates,
  replicationcontrollers: replicationControllers,
  configmaps: configMaps,
  secrets,
  serviceaccounts: serviceAccounts,
  resourcequotas: resourceQuotas,
  limitranges: limitRanges,
  persistentvolumes: persistentVolumes,
  persistentvolumeclaims: persistentVolumeClaims,
};

/** By API group, then by plural. Versions share a projection: it reads the fields that the versions have in common. */
const GROUPS: Readonly<Record<string, Readonly<Record<string, Projection>>>> = {
  '': core,
  'events.k8s.io': { events },
  apps,
  batch,
  autoscaling,
  policy,
  'admissionregistration.k8s.io': admissionregistration,
  'apiextensions.k8s.io': apiextensions,
  'apiregistration.k8s.io': apiregistration,
  'certificates.k8s.io': certificates,
  'coordination.k8s.io': coordination,
  'discovery.k8s.io': discovery,
  'flowcontrol.apiserver.k8s.io': flowcontrol,
  'gateway.networking.k8s.io': gateway,
  'networking.k8s.io': networking,
  'node.k8s.io': nodeGroup,
  'rbac.authorization.k8s.io': rbac,
  'resource.k8s.io': resource,
  'scheduling.k8s.io': scheduling,
  'storage.k8s.io': storage,
  'tekton.dev': tekton,
  'openshift-pipelines.org': approvals,
};

/** Kubemate's own projection of a resource type, if it has one. */
export function builtInProjection({
  group,
  plural,
}: Pick<ResourceKind, 'group' | 'plural'>): Projection | undefined {
  const projections = Object.hasOwn(GROUPS, group) ? GROUPS[group] : undefined;
  return projections !== undefined && Object.hasOwn(projections, plural)
    ? projections[plural]
    : undefined;
}

/** Every resource type with a projection of its own. */
export function builtInResources(): { group: string; plural: string }[] {
  return Object.entries(GROUPS).flatMap(([group, projections]) =>
    Object.keys(projections).map(plural => ({ group, plural })),
  );
}
