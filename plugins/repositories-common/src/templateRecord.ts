import { z } from 'zod';
import { filePathSchema } from './schemas';

/** Where a repository says which template made it, in which version and with which values. */
export const TEMPLATE_RECORD = '.kubemate/template.yaml';

/** `1.2.0`. */
export const templateVersionSchema = z
  .string()
  .regex(/^\d{1,6}(?:\.\d{1,6}){0,2}(?:-[a-z0-9.-]{1,30})?$/, 'must be a version such as 1.2.0');

export const templateRefSchema = z
  .string()
  .max(200)
  .regex(/^template:[a-z0-9-]+\/[a-z0-9][a-z0-9._-]*$/, 'must be the entity ref of a template');

/** Git's id of what a file held, with ` x` behind it where the file can be run. */
const writtenFileSchema = z.string().regex(/^[0-9a-f]{40}(?: x)?$/, 'must be the id of a blob');

/** What a template has written down of its run, for upgrades. It never holds a secret. */
export const templateRecordSchema = z.strictObject({
  template: templateRefSchema,
  version: templateVersionSchema,
  /** What was filled in when it was run. */
  values: z.record(z.string().max(200), z.json()),
  /** Every file that it wrote beside this one, by path. */
  files: z
    .record(filePathSchema, writtenFileSchema)
    .refine(files => Object.keys(files).length <= 2000, 'must name 2000 files at most'),
});

export type TemplateRecord = z.infer<typeof templateRecordSchema>;

/** A version of a template with what it brought; empty where the template does not say. */
export const templateVersionEntrySchema = z.object({ version: z.string(), summary: z.string() });

export type TemplateVersion = z.infer<typeof templateVersionEntrySchema>;

export const TEMPLATE_STATES = ['current', 'behind', 'unknown', 'unrecorded', 'broken'] as const;

/** A repository that a template made, against the template as it is today. */
export const templatedRepositorySchema = z.object({
  /** On another git host the host, and what the address has before the name. */
  owner: z.string(),
  name: z.string(),
  /** Its address, where it is on another git host. */
  url: z.string().optional(),
  /** Entity ref of the component that comes from it, where the catalog knows one. */
  component: z.string().optional(),
  /** Entity ref and title of its template. */
  template: z.string(),
  templateTitle: z.string().optional(),
  /** The version that it was made from or upgraded to. */
  version: z.string().optional(),
  /** The version that the template has now; absent where the template is gone, or not for the caller. */
  current: z.string().optional(),
  /** How many versions came since; absent where the template does not name the recorded one. */
  behind: z.number().int().optional(),
  /**
   * - `current`, `behind`: by the versions that the template names.
   * - `unknown`: the template is gone, or does not know the recorded version.
   * - `unrecorded`: made before versions were recorded; it cannot be upgraded.
   * - `broken`: its record cannot be read; `reason` says why.
   */
  state: z.enum(TEMPLATE_STATES),
  reason: z.string().optional(),
  /** Files that the template wrote and somebody has changed or deleted since. */
  changedByHand: z.number().int(),
  may: z.object({ write: z.boolean() }),
});

export const templatedFileSchema = z.object({
  path: z.string(),
  /** Against what the template wrote; absent where it is as it was. */
  byHand: z.enum(['changed', 'deleted']).optional(),
  /**
   * Against what the template would write today, with the recorded values; absent where it is the same.
   * `dropped`: the template wrote it once, and does so no more.
   */
  today: z.enum(['differs', 'missing', 'dropped']).optional(),
});

export const templatedRepositoryDetailSchema = templatedRepositorySchema.extend({
  /** Only files of which there is something to say. */
  files: z.array(templatedFileSchema),
  /** Why it could not be compared with what the template gives today. */
  notCompared: z.string().optional(),
  /** What came since, the newest first. */
  since: z.array(templateVersionEntrySchema),
  /** The pull request that proposes an upgrade already. */
  openUpgrade: z.number().int().optional(),
});

export const knownTemplateSchema = z.object({
  /** Entity ref. */
  template: z.string(),
  title: z.string(),
  versions: z.array(templateVersionEntrySchema),
});

export type TemplatedRepository = z.infer<typeof templatedRepositorySchema>;
export type TemplatedFile = z.infer<typeof templatedFileSchema>;
export type TemplatedRepositoryDetail = z.infer<typeof templatedRepositoryDetailSchema>;
export type KnownTemplate = z.infer<typeof knownTemplateSchema>;
