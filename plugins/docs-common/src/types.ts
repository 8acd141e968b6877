import type { z } from 'zod';
import type * as schemas from './schemas';

export type DocsEntity = z.infer<typeof schemas.entityParams>;
export type DocsEntry = z.infer<typeof schemas.docsEntrySchema>;
export type DocsSite = z.infer<typeof schemas.docsSiteSchema>;
export type DocsPage = z.infer<typeof schemas.docsPageSchema>;
export type DocsImage = z.infer<typeof schemas.docsImageSchema>;
export type DocsMatch = z.infer<typeof schemas.docsMatchSchema>;
