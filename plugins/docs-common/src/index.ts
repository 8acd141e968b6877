export { DocsClient } from './DocsClient';
export type { DocsApi } from './DocsClient';
export { docsOpenApi } from './docsOpenApi';
export { DOCS_ANNOTATION } from './docsAnnotation';
export { docsRoutes } from './routes';
export type { DocsEntity, DocsEntry, DocsImage, DocsMatch, DocsPage, DocsSite } from './types';
