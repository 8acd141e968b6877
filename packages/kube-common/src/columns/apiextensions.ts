import { findCondition } from '../conditions';
import { intern, internCell } from '../intern';
import type { KubeObject } from '../kubeObject';
import type { PodCondition } from '../shapes/pod';
import type { Reference } from '../shapes/reference';
import { forKind, listCell, OK, shown, wide } from './Projection';
import type { HealthReport } from './Projection';

interface CustomResourceDefinition extends KubeObject {
  readonly spec?: {
    readonly group?: string;
    readonly scope?: string;
    readonly names?: { readonly kind?: string; readonly plural?: string };
    readonly versions?: readonly {
      readonly name: string;
      readonly served?: boolean;
      readonly storage?: boolean;
      readonly deprecated?: boolean;
    }[];
  };
  readonly status?: {
    readonly conditions?: readonly PodCondition[];
    readonly storedVersions?: readonly string[];
  };
}

function failing(condition: PodCondition): HealthReport {
  return { health: 'failed', reason: intern(condition.reason ?? condition.type) };
}

function definitionHealth({ status }: CustomResourceDefinition): HealthReport {
  const conditions = status?.conditions;
  const names = findCondition(conditions, 'NamesAccepted');
  if (names?.status === 'False') return failing(names);
  const structural = findCondition(conditions, 'NonStructuralSchema');
  if (structural?.status === 'True') return failing(structural);
  const established = findCondition(conditions, 'Established');
  return established?.status === 'True' ? OK : { health: 'progressing', reason: 'Installing' };
}

const definitions = forKind<CustomResourceDefinition>({
  columns: [
    shown('kind', 'Kind'),
    shown('group', 'Group'),
    shown('scope', 'Scope'),
    shown('versions', 'Served versions', 'list'),
    wide('storedVersions', 'Stored versions', 'list'),
  ],
  read(definition) {
    const { spec, status } = definition;
    return {
      ...definitionHealth(definition),
      cells: {
        kind: spec?.names?.kind ?? null,
        group: internCell(spec?.group),
        scope: internCell(spec?.scope),
        versions: listCell(spec?.versions?.map(({ name, served }) => (served ? name : undefined))),
        storedVersions: listCell(status?.storedVersions),
      },
    };
  },
});

/** Projections of the group `apiextensions.k8s.io`, by plural. */
export const apiextensions = { customresourcedefinitions: definitions };

interface APIService extends KubeObject {
  readonly spec?: {
    readonly service?: Reference | null;
    readonly group?: string;
    readonly version?: string;
    readonly insecureSkipTLSVerify?: boolean;
  };
  readonly status?: { readonly conditions?: readonly PodCondition[] };
}

function apiServiceHealth({ status }: APIService): HealthReport {
  const available = findCondition(status?.conditions, 'Available');
  if (available === undefined) return { health: 'progressing', reason: 'Pending' };
  return available.status === 'True' ? OK : failing(available);
}

const apiServices = forKind<APIService>({
  columns: [
    shown('service', 'Service'),
    shown('available', 'Available', 'boolean'),
    wide('insecure', 'Skips TLS verification', 'boolean'),
  ],
  read(apiService) {
    const { spec, status } = apiService;
    const service = spec?.service;
    return {
      ...apiServiceHealth(apiService),
      cells: {
        service: service ? `${service.namespace ?? ''}/${service.name ?? ''}` : 'Local',
        available: findCondition(status?.conditions, 'Available')?.status === 'True',
        insecure: spec?.insecureSkipTLSVerify ?? false,
      },
    };
  },
});

/** Projections of the group `apiregistration.k8s.io`, by plural. */
export const apiregistration = { apiservices: apiServices };
