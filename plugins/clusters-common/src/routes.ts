import { z } from 'zod';
import type { Route } from '@kubemate/http-common';
import { discoveryQuerySchema, discoverySchema } from './entity/discoverySchemas';
import { selectedQuerySchema, selectedSchema } from './entity/selectedSchemas';
import { eventListSchema, eventQuerySchema } from './eventSchemas';
import {
  helmHistorySchema,
  helmReleaseListSchema,
  helmReleaseQuerySchema,
  helmReleaseRefSchema,
} from './helm/helmSchemas';
import { kindSchemaSchema, schemaQuerySchema } from './kindSchemas';
import { registrationListSchema } from './registrations';
import { revisionListSchema } from './revisionSchemas';
import {
  clusterListSchema,
  clusterQuerySchema,
  clusterSummarySchema,
  fleetSchema,
  identityListSchema,
  logEventSchema,
  logQuerySchema,
  objectQuerySchema,
  nodeListSchema,
  objectSchema,
  relatedSchema,
  resourceListSchema,
  rowEventSchema,
  rowPageSchema,
  rowQuerySchema,
  searchQuerySchema,
  searchResultSchema,
} from './schemas';
import { topologyQuerySchema, topologySchema } from './topologySchemas';
import { whySchema } from './whySchemas';

const nothing = z.strictObject({});

/**
 * Every route of `/api/clusters`, once: the router mounts and validates by it, the client is typed by it, and
 * `GET /openapi.json` is generated from it. A route with `event` answers a stream of server-sent events.
 */
export const clustersRoutes = {
  listClusters: {
    path: '/clusters',
    summary: 'Clusters and their state',
    query: nothing,
    response: clusterListSchema,
  },
  getClusterSummary: {
    path: '/summary',
    summary: 'Capacity and health of one cluster',
    query: clusterQuerySchema,
    response: clusterSummarySchema,
  },
  getFleet: {
    path: '/fleet',
    summary: 'All clusters at a glance, and what needs attention',
    query: nothing,
    response: fleetSchema,
  },
  listIdentities: {
    path: '/identity',
    summary: 'Who the caller is on each cluster, as its API server sees them',
    query: nothing,
    response: identityListSchema,
  },
  listNodes: {
    path: '/nodes',
    summary: 'What each node of a cluster has, holds and uses',
    query: clusterQuerySchema,
    response: nodeListSchema,
  },
  listResources: {
    path: '/resources',
    summary: 'Resource types of a cluster with columns and the verbs the caller has',
    query: clusterQuerySchema,
    response: resourceListSchema,
  },
  listRows: {
    path: '/rows',
    summary: 'Objects of one type over clusters, filtered, sorted, paged',
    query: rowQuerySchema,
    response: rowPageSchema,
  },
  watchRows: {
    path: '/rows/stream',
    summary: 'The same rows, live',
    query: rowQuerySchema,
    event: rowEventSchema,
  },
  listSelected: {
    path: '/selected',
    summary: 'What a label selector finds over kinds and clusters, counted and named',
    query: selectedQuerySchema,
    response: selectedSchema,
  },
  discover: {
    path: '/discovery',
    summary: 'What runs and is in no component of the catalog, and what would join the two',
    query: discoveryQuerySchema,
    response: discoverySchema,
  },
  getObject: {
    path: '/objects',
    summary: 'One object as the API server gives it to the caller',
    query: objectQuerySchema,
    response: objectSchema,
  },
  listEvents: {
    path: '/events',
    summary: 'Events of one object, and of what it owns, newest first',
    query: eventQuerySchema,
    response: eventListSchema,
  },
  listRelated: {
    path: '/related',
    summary: 'Owners, owned, selected, mounted and routed objects',
    query: objectQuerySchema,
    response: relatedSchema,
  },
  getTopology: {
    path: '/topology',
    summary:
      'The objects of namespaces and how they hang together, as far as the caller may list them',
    query: topologyQuerySchema,
    response: topologySchema,
  },
  explain: {
    path: '/why',
    summary: 'Why an object is not healthy, most likely cause first',
    query: objectQuerySchema,
    response: whySchema,
  },
  streamLogs: {
    path: '/logs',
    summary: 'Logs of a pod or of all pods of a workload',
    query: logQuerySchema,
    event: logEventSchema,
  },
  search: {
    path: '/search',
    summary: 'Objects by a few letters of their name, ranked',
    query: searchQuerySchema,
    response: searchResultSchema,
  },
  listRevisions: {
    path: '/revisions',
    summary: 'Revisions that a workload can be rolled back to, newest first',
    query: objectQuerySchema,
    response: revisionListSchema,
  },
  listRegistrations: {
    path: '/registrations',
    summary: 'Clusters that were added in the portal, for those who may change them',
    query: nothing,
    response: registrationListSchema,
  },
  listHelmReleases: {
    path: '/helm/releases',
    summary:
      'Helm releases over clusters, each by its newest revision, as far as the caller may read Secrets',
    query: helmReleaseQuerySchema,
    response: helmReleaseListSchema,
  },
  getHelmHistory: {
    path: '/helm/history',
    summary: 'Revisions of a Helm release, newest first',
    query: helmReleaseRefSchema,
    response: helmHistorySchema,
  },
  getSchema: {
    path: '/schema',
    summary: 'What the objects of one kind may hold, as the cluster says it: for editors',
    query: schemaQuerySchema,
    response: kindSchemaSchema,
  },
  getOpenApi: {
    path: '/openapi.json',
    summary: 'This contract as OpenAPI 3.1',
    query: nothing,
    response: z.looseObject({ openapi: z.string() }),
  },
} as const satisfies Record<string, Route>;
