import { z } from 'zod';

/** The folder of a repository: the name of the group that owns it. */
export const ownerNameSchema = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'must be lower-case letters, digits and -');

/** One folder below its owner's. `.git` is added where it is cloned from. */
export const repositoryNameSchema = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?$/,
    'must be lower-case letters, digits, . _ and -',
  )
  .refine(
    name => !name.includes('..') && !/\.(?:git|lock|tmp)$/.test(name),
    'must not contain .. or end with .git, .lock or .tmp',
  );

/** Of a repository on another git host, as `integrations` has it. */
export const hostedAddressSchema = z
  .string()
  .max(500)
  .regex(
    /^https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?(?:\/[A-Za-z0-9_][A-Za-z0-9._-]*){2,}$/,
    'must be the address of a repository, such as https://github.com/acme/cart',
  );

/** A branch as it is written after `refs/heads/`; stricter than git's own rules. */
export const branchSchema = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9_-])?$/, 'must be the name of a branch')
  .refine(
    name => !/\.\.|\/\/|\/\.|\.\/|\.lock(?:\/|$)/.test(name) && name !== 'HEAD',
    'must be the name of a branch',
  );

export const commitIdSchema = z.string().regex(/^[0-9a-f]{40}$/, 'must be a full commit id');

/** A branch, a tag or a commit. */
export const refSchema = z.union([branchSchema, commitIdSchema]);

const SEGMENT_BAD = /^(?:|\.|\.\.|\.git)$/i;

function isSafePath(path: string): boolean {
  const segments = path.split('/');
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return !/[\u0000-\u001f\u007f"\\]/.test(path) && !segments.some(part => SEGMENT_BAD.test(part));
}

/** A file below the root of a repository, with `/` between folders. */
export const filePathSchema = z
  .string()
  .min(1)
  .max(500)
  .refine(isSafePath, 'must be a path below the root, without . or .. and outside .git');

const group = z.string().regex(/^group:[a-z0-9-]+\/[a-z0-9._-]+$/i);

export const VISIBILITIES = ['internal', 'private'] as const;
/** `internal`: everybody who may read repositories; `private`: the owner's members. */
export const visibilitySchema = z.enum(VISIBILITIES);

export const repositorySchema = z.object({
  owner: ownerNameSchema,
  name: repositoryNameSchema,
  /** Entity ref of the group that owns it. */
  group,
  description: z.string().optional(),
  visibility: visibilitySchema,
  defaultBranch: z.string(),
  /** Nobody pushes to the default branch: it changes by pull requests only. */
  protectDefaultBranch: z.boolean(),
  /** Where git clones it from. */
  cloneUrl: z.string(),
  /** Epoch milliseconds. */
  createdAt: z.number(),
  createdBy: z.string(),
  /** When a branch or tag was last changed, in epoch milliseconds; absent where none ever was. */
  pushedAt: z.number().optional(),
  openPullRequests: z.number().int(),
  may: z.object({
    write: z.boolean(),
    merge: z.boolean(),
    configure: z.boolean(),
    delete: z.boolean(),
  }),
});

export const commitSchema = z.object({
  id: z.string(),
  message: z.string(),
  author: z.string(),
  /** Epoch milliseconds. */
  at: z.number(),
  parents: z.array(z.string()),
});

export const branchHeadSchema = z.object({
  name: z.string(),
  head: z.string(),
  /** Of its newest commit: the first line of the message, who made it, and when, in epoch milliseconds. */
  subject: z.string(),
  author: z.string(),
  at: z.number(),
});

export const repositoryDetailSchema = repositorySchema.extend({
  /** The newest commit of the default branch; absent while the repository is empty. */
  head: commitSchema.optional(),
  branches: z.array(branchHeadSchema),
});

export const fileEntrySchema = z.object({
  path: z.string(),
  kind: z.enum(['file', 'folder', 'symlink', 'submodule']),
  executable: z.boolean().optional(),
  /** Bytes. */
  size: z.number().optional(),
});

/** A folder with what is in it, or a file with its content. */
export const filesSchema = z.object({
  ref: z.string(),
  /** The commit that was read. */
  commit: z.string(),
  path: z.string(),
  items: z.array(fileEntrySchema),
  /** There are more than are answered. */
  isCut: z.boolean(),
  file: z
    .object({
      size: z.number(),
      encoding: z.enum(['utf8', 'base64']),
      content: z.string(),
      executable: z.boolean(),
    })
    .optional(),
});

export const PULL_REQUEST_STATES = ['open', 'merged', 'closed'] as const;

export const pullRequestSchema = z.object({
  number: z.number().int(),
  title: z.string(),
  body: z.string(),
  state: z.enum(PULL_REQUEST_STATES),
  /** The branch that is to be merged, and the one it is merged into. */
  head: z.string(),
  base: z.string(),
  author: z.string(),
  createdAt: z.number(),
  endedAt: z.number().optional(),
  endedBy: z.string().optional(),
  mergeCommit: z.string().optional(),
});

export const changedFileSchema = z.object({
  path: z.string(),
  /** Absent in binary files. */
  added: z.number().optional(),
  removed: z.number().optional(),
});

const changeSchema = z.object({
  files: z.array(changedFileSchema),
  /** As `git diff` writes it. */
  diff: z.string(),
  diffIsCut: z.boolean(),
});

/** A commit with what it changes, against its first parent. */
export const commitDetailSchema = commitSchema.extend(changeSchema.shape);

export const pullRequestDetailSchema = pullRequestSchema.extend({
  ...changeSchema.shape,
  headCommit: z.string().optional(),
  baseCommit: z.string().optional(),
  commits: z.array(commitSchema),
  /** `ended`: it is merged or closed. `gone`: a branch is not there any more. */
  mergeable: z.enum(['clean', 'conflicts', 'nothing', 'gone', 'ended']),
  conflicts: z.array(z.string()),
});

const content = z.string().max(3_000_000);

/** What becomes of each file, by its path: text, nothing (it is deleted), or bytes. */
export const commitFilesSchema = z
  .record(
    filePathSchema,
    z.union([
      content,
      z.null(),
      z.strictObject({
        content,
        encoding: z.enum(['utf8', 'base64']).default('utf8'),
        executable: z.boolean().default(false),
      }),
    ]),
  )
  .refine(files => Object.keys(files).length > 0, 'must name a file')
  .refine(files => Object.keys(files).length <= 2000, 'must name 2000 files at most');

export const filesOnHostSchema = z.object({
  repository: z.string(),
  cloneUrl: z.string(),
  defaultBranch: z.string(),
  commit: commitIdSchema,
  /** Entity refs, or `*`, that the configuration names as its owners. */
  owners: z.array(z.string()),
  files: z.array(z.string()),
  /** There are more. */
  isCut: z.boolean(),
});
