import type { JsonRoute } from '@kubemate/http-common';
import { z } from 'zod';
import { accessTokenSchema } from './accessTokenSchemas';
import {
  commitDetailSchema,
  commitIdSchema,
  commitSchema,
  filePathSchema,
  filesOnHostSchema,
  filesSchema,
  hostedAddressSchema,
  ownerNameSchema,
  PULL_REQUEST_STATES,
  pullRequestDetailSchema,
  pullRequestSchema,
  refSchema,
  repositoryDetailSchema,
  repositoryNameSchema,
  repositorySchema,
} from './schemas';
import {
  knownTemplateSchema,
  templatedRepositoryDetailSchema,
  templatedRepositorySchema,
} from './templateRecord';
import {
  deliveryDetailSchema,
  deliverySchema,
  webhookIdSchema,
  webhookSchema,
} from './webhookSchemas';

const nothing = z.strictObject({});
const params = z.strictObject({ owner: ownerNameSchema, name: repositoryNameSchema });
const limit = z.coerce.number().int().min(1).max(200).default(50);

/** Every route of `/api/repositories` beside those of its operations and of git itself. */
export const repositoriesRoutes = {
  listRepositories: {
    path: '/repositories',
    summary: 'Repositories that the caller may read',
    query: nothing,
    response: z.object({ items: z.array(repositorySchema), mayCreate: z.boolean() }),
  },
  getRepository: {
    path: '/repositories/{owner}/{name}',
    summary: 'One repository with its branches and its newest commit',
    params,
    query: nothing,
    response: repositoryDetailSchema,
  },
  readFiles: {
    path: '/repositories/{owner}/{name}/files',
    summary: 'What is in a folder, or the content of a file',
    params,
    query: z.strictObject({
      /** A branch, a tag or a commit; the default branch where absent. */
      ref: refSchema.optional(),
      /** The root where absent. */
      path: z.union([z.literal(''), filePathSchema]).default(''),
      /** Lists what is below the folder's own folders too. */
      recursive: z.stringbool().default(false),
    }),
    response: filesSchema,
  },
  listCommits: {
    path: '/repositories/{owner}/{name}/commits',
    summary: 'Commits of a branch, newest first',
    params,
    query: z.strictObject({
      ref: refSchema.optional(),
      path: filePathSchema.optional(),
      limit,
    }),
    response: z.object({ items: z.array(commitSchema) }),
  },
  getCommit: {
    path: '/repositories/{owner}/{name}/commits/{commit}',
    summary: 'One commit with what it changes',
    params: params.extend({ commit: commitIdSchema }),
    query: nothing,
    response: commitDetailSchema,
  },
  listPullRequests: {
    path: '/repositories/{owner}/{name}/pull-requests',
    summary: 'Pull requests of a repository, newest first',
    params,
    query: z.strictObject({ state: z.enum([...PULL_REQUEST_STATES, 'all']).default('open') }),
    response: z.object({ items: z.array(pullRequestSchema) }),
  },
  getPullRequest: {
    path: '/repositories/{owner}/{name}/pull-requests/{number}',
    summary: 'One pull request with its commits, its diff, and whether it can be merged',
    params: params.extend({ number: z.coerce.number().int().min(1) }),
    query: nothing,
    response: pullRequestDetailSchema,
  },
  listAccessTokens: {
    path: '/access-tokens',
    summary: 'Tokens of the caller for git, newest first; never what they are',
    query: nothing,
    response: z.object({ items: z.array(accessTokenSchema) }),
  },
  listTemplated: {
    path: '/templated',
    summary: 'Repositories that software templates made, and how far behind their template each is',
    query: nothing,
    response: z.object({
      items: z.array(templatedRepositorySchema),
      /** The templates that record their versions, as far as the caller may see them. */
      templates: z.array(knownTemplateSchema),
    }),
  },
  getTemplated: {
    path: '/repositories/{owner}/{name}/template',
    summary:
      'Of one repository, the files that were changed by hand, and those that differ from what its template gives today',
    params,
    query: nothing,
    response: templatedRepositoryDetailSchema,
  },
  getTemplatedOnHost: {
    path: '/on-hosts/template',
    summary: 'The same of a repository on another git host',
    query: z.strictObject({ repository: hostedAddressSchema }),
    response: templatedRepositoryDetailSchema,
  },
  listFilesOnHost: {
    path: '/on-hosts/files',
    summary: 'Every file on the default branch of a repository on another git host, by path',
    query: z.strictObject({ repository: hostedAddressSchema }),
    response: filesOnHostSchema,
  },
  listWebhooks: {
    path: '/repositories/{owner}/{name}/webhooks',
    summary: 'Webhooks of a repository, for those who may change its settings',
    params,
    query: nothing,
    response: z.object({ items: z.array(webhookSchema) }),
  },
  listDeliveries: {
    path: '/repositories/{owner}/{name}/webhooks/{webhook}/deliveries',
    summary: 'What a webhook has told, newest first',
    params: params.extend({ webhook: webhookIdSchema }),
    query: z.strictObject({ limit }),
    response: z.object({ items: z.array(deliverySchema) }),
  },
  getDelivery: {
    path: '/repositories/{owner}/{name}/webhooks/{webhook}/deliveries/{delivery}',
    summary: 'One delivery with its request and what was answered',
    params: params.extend({ webhook: webhookIdSchema, delivery: webhookIdSchema }),
    query: nothing,
    response: deliveryDetailSchema,
  },
  getOpenApi: {
    path: '/openapi.json',
    summary: 'This contract as OpenAPI 3.1',
    query: nothing,
    response: z.looseObject({ openapi: z.string() }),
  },
} as const satisfies Record<string, JsonRoute>;
