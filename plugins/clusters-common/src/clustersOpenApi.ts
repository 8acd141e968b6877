import { toOpenApi } from '@kubemate/http-common';
import { operationRoutes } from '@kubemate/operations-common';
import * as events from './eventSchemas';
import { podRoutes } from './exec/podRoutes';
import * as helm from './helm/helmSchemas';
import { clustersRoutes } from './routes';
import { clustersOperations } from './operations/clustersOperations';
import { revisionSchema } from './revisionSchemas';
import * as schemas from './schemas';
import * as why from './whySchemas';

/** The OpenAPI document that `GET /api/clusters/openapi.json` answers. */
export function clustersOpenApi({ version }: { version: string }) {
  return toOpenApi({
    title: 'Kubemate clusters',
    version,
    basePath: '/api/clusters',
    routes: { ...clustersRoutes, ...podRoutes, ...operationRoutes(clustersOperations) },
    schemas: {
      Amount: schemas.amountSchema,
      AttentionItem: schemas.attentionItemSchema,
      Cluster: schemas.clusterSchema,
      ClusterList: schemas.clusterListSchema,
      ClusterSummary: schemas.clusterSummarySchema,
      Column: schemas.columnSchema,
      Event: events.eventSchema,
      EventList: events.eventListSchema,
      Evidence: why.evidenceSchema,
      Failure: schemas.failureSchema,
      Finding: why.findingSchema,
      Fleet: schemas.fleetSchema,
      HelmHistory: helm.helmHistorySchema,
      HelmRelease: helm.helmReleaseSchema,
      HelmReleaseList: helm.helmReleaseListSchema,
      HelmRevision: helm.helmRevisionSchema,
      LogEvent: schemas.logEventSchema,
      LogLine: schemas.logLineSchema,
      Object: schemas.objectSchema,
      Related: schemas.relatedSchema,
      RelatedItem: schemas.relatedItemSchema,
      ResourceList: schemas.resourceListSchema,
      ResourceType: schemas.resourceTypeSchema,
      Revision: revisionSchema,
      Row: schemas.rowSchema,
      RowDelta: schemas.rowDeltaSchema,
      RowEvent: schemas.rowEventSchema,
      RowPage: schemas.rowPageSchema,
      SearchItem: schemas.searchItemSchema,
      SearchResult: schemas.searchResultSchema,
      Why: why.whySchema,
    },
  });
}
