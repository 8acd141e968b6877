import { findCondition } from '../conditions';
import { intern, internCell } from '../intern';
import type { KubeObject } from '../kubeObject';
import type { PodCondition } from '../shapes/pod';
import type { Reference } from '../shapes/reference';
import { forKind, listCell, OK, shown, wide } from './Projection';
import type { HealthReport } from './Projection';

type Conditions = readonly PodCondition[] | undefined;

/** The first of these conditions that is not true; a controller that has not looked yet leaves them out or `Unknown`. */
function byConditions(conditions: Conditions, types: readonly string[]): HealthReport {
  for (const type of types) {
    const condition = findCondition(conditions, type);
    if (condition === undefined || condition.status === 'Unknown')
      return { health: 'progressing', reason: intern(condition?.reason ?? 'Pending') };
    if (condition.status === 'False')
      return { health: 'failed', reason: intern(condition.reason ?? type) };
  }
  return OK;
}

interface GatewayClass extends KubeObject {
  readonly spec?: { readonly controllerName?: string };
  readonly status?: { readonly conditions?: Conditions };
}

const gatewayClasses = forKind<GatewayClass>({
  columns: [shown('controller', 'Controller'), shown('accepted', 'Accepted', 'boolean')],
  read: ({ spec, status }) => ({
    ...byConditions(status?.conditions, ['Accepted']),
    cells: {
      controller: internCell(spec?.controllerName),
      accepted: findCondition(status?.conditions, 'Accepted')?.status === 'True',
    },
  }),
});

interface Gateway extends KubeObject {
  readonly spec?: {
    readonly gatewayClassName?: string;
    readonly listeners?: readonly {
      readonly name?: string;
      readonly port?: number;
      readonly protocol?: string;
      readonly hostname?: string;
    }[];
  };
  readonly status?: {
    readonly addresses?: readonly { readonly value?: string }[];
    readonly conditions?: Conditions;
    readonly listeners?: readonly {
      readonly name?: string;
      readonly attachedRoutes?: number;
    }[];
  };
}

const gateways = forKind<Gateway>({
  columns: [
    shown('class', 'Class'),
    shown('addresses', 'Addresses', 'list'),
    shown('programmed', 'Programmed', 'boolean'),
    shown('listeners', 'Listeners', 'list'),
    shown('attachedRoutes', 'Attached routes', 'number'),
  ],
  read: ({ spec, status }) => ({
    ...byConditions(status?.conditions, ['Accepted', 'Programmed']),
    cells: {
      class: internCell(spec?.gatewayClassName),
      addresses: listCell(status?.addresses?.map(({ value }) => value)),
      programmed: findCondition(status?.conditions, 'Programmed')?.status === 'True',
      listeners: listCell(
        spec?.listeners?.map(({ port, protocol }) => `${port ?? ''}/${protocol ?? ''}`),
      ),
      attachedRoutes:
        status?.listeners?.reduce((sum, { attachedRoutes = 0 }) => sum + attachedRoutes, 0) ?? 0,
    },
  }),
});

interface Route extends KubeObject {
  readonly spec?: {
    readonly hostnames?: readonly string[];
    readonly parentRefs?: readonly Reference[];
    readonly rules?: readonly {
      readonly backendRefs?: readonly (Reference & { readonly port?: number })[];
    }[];
  };
  readonly status?: {
    readonly parents?: readonly {
      readonly parentRef?: Reference;
      readonly conditions?: Conditions;
    }[];
  };
}

/** A route is as well as the worst of the gateways it attaches to. */
function routeHealth({ status }: Route): HealthReport {
  const reports = (status?.parents ?? []).map(({ conditions }) =>
    byConditions(conditions, ['Accepted', 'ResolvedRefs']),
  );
  return (
    reports.find(({ health }) => health === 'failed') ??
    reports.find(({ health }) => health === 'progressing') ??
    (reports.length > 0 ? OK : { health: 'progressing', reason: 'NoParents' })
  );
}

const routes = forKind<Route>({
  columns: [
    shown('hostnames', 'Hostnames', 'list'),
    shown('parents', 'Parents', 'list'),
    shown('backends', 'Backends', 'list'),
    wide('rules', 'Rules', 'number'),
  ],
  read: route => ({
    ...routeHealth(route),
    cells: {
      hostnames: listCell(route.spec?.hostnames),
      parents: listCell(route.spec?.parentRefs?.map(({ name }) => name)),
      backends: listCell(
        route.spec?.rules
          ?.flatMap(({ backendRefs }) => backendRefs ?? [])
          .map(({ name, port }) => (port === undefined ? name : `${name ?? ''}:${port}`)),
      ),
      rules: route.spec?.rules?.length ?? 0,
    },
  }),
});

/** Projections of the group `gateway.networking.k8s.io`, by plural. */
export const gateway = {
  gatewayclasses: gatewayClasses,
  gateways,
  httproutes: routes,
  grpcroutes: routes,
  tlsroutes: routes,
  tcproutes: routes,
  udproutes: routes,
};
