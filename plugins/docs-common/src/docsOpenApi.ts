import { toOpenApi } from '@kubemate/http-common';
import { docsRoutes } from './routes';
import * as schemas from './schemas';

/** The OpenAPI document that `GET /api/docs/openapi.json` answers. */
export function docsOpenApi({ version }: { version: string }) {
  return toOpenApi({
    title: 'Kubemate docs',
    version,
    basePath: '/api/docs',
    routes: docsRoutes,
    schemas: {
      DocsEntry: schemas.docsEntrySchema,
      DocsImage: schemas.docsImageSchema,
      DocsMatch: schemas.docsMatchSchema,
      DocsPage: schemas.docsPageSchema,
      DocsSite: schemas.docsSiteSchema,
    },
  });
}
