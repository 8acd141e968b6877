import type { z } from 'zod';
import type { discoverySchema, proposalSchema } from './entity/discoverySchemas';
import type { selectedSchema } from './entity/selectedSchemas';
import type * as events from './eventSchemas';
import type { kindSchemaSchema } from './kindSchemas';
import type { revisionListSchema, revisionSchema } from './revisionSchemas';
import type * as schemas from './schemas';
import type * as topology from './topologySchemas';
import type * as why from './whySchemas';

/** `GET /clusters`: what the portal knows of one cluster. */
export type Cluster = z.infer<typeof schemas.clusterSchema>;
export type ClusterList = z.infer<typeof schemas.clusterListSchema>;
/** Sums of capacity: cores, bytes, count of pods, GPU devices. */
export type Amount = z.infer<typeof schemas.amountSchema>;
export type ClusterSummary = z.infer<typeof schemas.clusterSummarySchema>;
/** `GET /nodes`: what each node of a cluster has, holds and uses. */
export type NodeList = z.infer<typeof schemas.nodeListSchema>;
/** A cluster that could not answer (fully), as data beside the answers of the others. */
export type Failure = z.infer<typeof schemas.failureSchema>;
export type Fleet = z.infer<typeof schemas.fleetSchema>;
export type AttentionItem = z.infer<typeof schemas.attentionItemSchema>;
/** `GET /identity`: who the caller is on one cluster, or why that is not known. */
export type ClusterIdentity = z.infer<typeof schemas.clusterIdentitySchema>;
export type IdentityList = z.infer<typeof schemas.identityListSchema>;
/** One kind of a cluster, with its columns and what the caller may do with it. */
export type ResourceType = z.infer<typeof schemas.resourceTypeSchema>;
export type ResourceList = z.infer<typeof schemas.resourceListSchema>;
export type RowColumn = z.infer<typeof schemas.columnSchema>;
export type TableRow = z.infer<typeof schemas.rowSchema>;
export type RowPage = z.infer<typeof schemas.rowPageSchema>;
export type RowDelta = z.infer<typeof schemas.rowDeltaSchema>;
/** What `GET /rows/stream` says. `page` replaces everything shown so far. */
export type RowEvent = z.infer<typeof schemas.rowEventSchema>;
/** `GET /selected`: what a label selector finds, by kind. */
export type Selected = z.infer<typeof selectedSchema>;
export type Discovery = z.infer<typeof discoverySchema>;
export type Proposal = z.infer<typeof proposalSchema>;
/** An object as the API server gives it to the caller; Secret values are replaced by their size. */
export type ClusterObject = z.infer<typeof schemas.objectSchema>;
export type ClusterEvent = z.infer<typeof events.eventSchema>;
export type ClusterEventList = z.infer<typeof events.eventListSchema>;
export type RelatedItem = z.infer<typeof schemas.relatedItemSchema>;
export type Relation = RelatedItem['relation'];
export type Related = z.infer<typeof schemas.relatedSchema>;
export type WhyFinding = z.infer<typeof why.findingSchema>;
export type Why = z.infer<typeof why.whySchema>;
export type SearchItem = z.infer<typeof schemas.searchItemSchema>;
export type SearchResult = z.infer<typeof schemas.searchResultSchema>;
export type LogLine = z.infer<typeof schemas.logLineSchema>;
/** What `GET /logs` says; `end` is the last word of a stream that does not follow. */
export type LogEvent = z.infer<typeof schemas.logEventSchema>;
/** An earlier pod template of a workload that the cluster still has. */
export type Revision = z.infer<typeof revisionSchema>;
export type RevisionList = z.infer<typeof revisionListSchema>;
/** The JSON Schema of one kind with the definitions that it refers to. */
export type KindSchema = z.infer<typeof kindSchemaSchema>;
/** `GET /topology`: the objects of namespaces and how they hang together. */
export type Topology = z.infer<typeof topology.topologySchema>;
export type TopologyNode = z.infer<typeof topology.topologyNodeSchema>;
export type TopologyEdge = z.infer<typeof topology.topologyEdgeSchema>;
