import { z } from 'zod';

const name = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/, 'must be a name of the catalog');

/** The entity that is documented. */
export const entityParams = z.strictObject({
  kind: z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,62}$/, 'must be a kind of the catalog'),
  namespace: name,
  name,
});

/** A file below the folder of the documentation, with `/` between folders. */
export const docsPathSchema = z
  .string()
  .min(1)
  .max(500)
  .refine(
    path => !path.includes('\\') && path.split('/').every(part => !/^(?:|\.|\.\.)$/.test(part)),
    'must be a path below the documentation, without . or ..',
  );

/** One line of the navigation, in reading order. */
export const docsEntrySchema = z.object({
  title: z.string(),
  /** How deep it stands, from 0. */
  level: z.number().int().min(0),
  /** The page that it opens; a heading over the entries below it where absent. */
  path: z.string().optional(),
});

export const docsSiteSchema = z.object({
  title: z.string(),
  entries: z.array(docsEntrySchema),
  /** Where people read the sources; absent where the sources are files of the portal's own machine. */
  source: z.string().optional(),
  /** When it was last compared with its source, in epoch milliseconds. */
  asOf: z.number(),
});

export const docsPageSchema = z.object({
  path: z.string(),
  title: z.string(),
  /** CommonMark with GitHub's tables. */
  text: z.string(),
  /** Where the page's source is seen, and changed. */
  source: z.string().optional(),
});

export const docsImageSchema = z.object({
  mediaType: z.enum(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/svg+xml']),
  /** Base64. */
  content: z.string(),
});

export const docsMatchSchema = z.object({
  path: z.string(),
  title: z.string(),
  /** The line that matches. */
  excerpt: z.string(),
});
