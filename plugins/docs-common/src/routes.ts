import type { JsonRoute } from '@kubemate/http-common';
import { z } from 'zod';
import {
  docsImageSchema,
  docsMatchSchema,
  docsPageSchema,
  docsPathSchema,
  docsSiteSchema,
  entityParams as params,
} from './schemas';

const nothing = z.strictObject({});

/** Every route of `/api/docs`. */
export const docsRoutes = {
  getSite: {
    path: '/sites/{kind}/{namespace}/{name}',
    summary: 'The documentation of an entity: its title and its pages in reading order',
    params,
    query: nothing,
    response: docsSiteSchema,
  },
  getPage: {
    path: '/sites/{kind}/{namespace}/{name}/page',
    summary: 'One page as Markdown',
    params,
    query: z.strictObject({
      /** The first page where absent. */
      path: docsPathSchema.optional(),
    }),
    response: docsPageSchema,
  },
  getImage: {
    path: '/sites/{kind}/{namespace}/{name}/image',
    summary: 'An image of a page',
    params,
    query: z.strictObject({ path: docsPathSchema }),
    response: docsImageSchema,
  },
  search: {
    path: '/sites/{kind}/{namespace}/{name}/search',
    summary: 'Pages that hold all words, with the line that holds the first',
    params,
    query: z.strictObject({ text: z.string().trim().min(1).max(200) }),
    response: z.object({ items: z.array(docsMatchSchema) }),
  },
  getOpenApi: {
    path: '/openapi.json',
    summary: 'This contract as OpenAPI 3.1',
    query: nothing,
    response: z.looseObject({ openapi: z.string() }),
  },
} as const satisfies Record<string, JsonRoute>;
