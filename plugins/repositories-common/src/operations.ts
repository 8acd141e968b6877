import { operationContract } from '@kubemate/operations-common';
import { z } from 'zod';
import { ACCESS_TOKEN_SCOPES, accessTokenIdSchema } from './accessTokenSchemas';
import { repositoryPermissions } from './permissions';
import {
  branchSchema,
  commitFilesSchema,
  commitIdSchema,
  hostedAddressSchema,
  ownerNameSchema,
  repositoryNameSchema,
  visibilitySchema,
} from './schemas';
import { webhookEventsSchema, webhookIdSchema, webhookUrlSchema } from './webhookSchemas';

const place = { owner: ownerNameSchema, name: repositoryNameSchema };
const number = z.number().int().min(1);
const manifest = z.string().min(1).max(1_000_000);
const message = z.string().min(1).max(5000);
const secret = z.string().min(8).max(200);

/** Everything that changes repositories beside `git push`. */
export const repositoryOperations = {
  create: operationContract({
    name: 'repositories.create',
    title: 'Create a repository',
    summary: 'Makes an empty git repository that belongs to a group.',
    effect: 'write',
    permission: repositoryPermissions.create,
    input: z.strictObject({
      ...place,
      description: z.string().max(500).optional(),
      visibility: visibilitySchema.default('internal'),
      defaultBranch: branchSchema.default('main'),
      protectDefaultBranch: z.boolean().default(false),
    }),
  }),
  createAccessToken: operationContract({
    name: 'repositories.create-access-token',
    title: 'Make an access token',
    summary: 'Makes a token by which git proves who clones and pushes. It is told once.',
    effect: 'write',
    permission: repositoryPermissions.accessToken,
    input: z.strictObject({
      /** What it is for. */
      name: z.string().trim().min(1).max(80),
      scope: z.enum(ACCESS_TOKEN_SCOPES).default('write'),
      days: z.number().int().min(1).max(365).default(90),
    }),
  }),
  deleteAccessToken: operationContract({
    name: 'repositories.delete-access-token',
    title: 'Take an access token back',
    summary: 'Takes a token of one’s own back: git is asked for another from then on.',
    effect: 'write',
    permission: repositoryPermissions.accessToken,
    input: z.strictObject({ id: accessTokenIdSchema }),
  }),
  commit: operationContract({
    name: 'repositories.commit',
    title: 'Commit files',
    summary:
      'Writes and deletes files of a repository in one commit. With expectedHead it is a conflict where the branch has moved since.',
    effect: 'write',
    permission: repositoryPermissions.write,
    input: z.strictObject({
      ...place,
      /** The default branch where absent. */
      branch: branchSchema.optional(),
      /** Where a branch that is not there yet begins; at the default branch where absent. */
      from: branchSchema.optional(),
      message,
      files: commitFilesSchema,
      expectedHead: commitIdSchema.optional(),
    }),
  }),
  openPullRequest: operationContract({
    name: 'repositories.open-pull-request',
    title: 'Open a pull request',
    summary: 'Proposes to merge one branch of a repository into another.',
    effect: 'write',
    permission: repositoryPermissions.write,
    input: z.strictObject({
      ...place,
      title: z.string().min(1).max(300),
      body: z.string().max(20_000).default(''),
      head: branchSchema,
      /** The default branch where absent. */
      base: branchSchema.optional(),
    }),
  }),
  mergePullRequest: operationContract({
    name: 'repositories.merge-pull-request',
    title: 'Merge a pull request',
    summary: 'Merges the branch of a pull request, by a merge commit.',
    effect: 'write',
    permission: repositoryPermissions.merge,
    input: z.strictObject({ ...place, number, message: message.optional() }),
  }),
  closePullRequest: operationContract({
    name: 'repositories.close-pull-request',
    title: 'Close a pull request',
    summary: 'Closes a pull request without merging it. Its branch stays.',
    effect: 'write',
    permission: repositoryPermissions.write,
    input: z.strictObject({ ...place, number }),
  }),
  proposeObject: operationContract({
    name: 'repositories.propose-object',
    title: 'Open as pull request',
    summary:
      'Writes what was changed of a Kubernetes object into the file of a repository that describes it, on a branch of its own, and opens a pull request.',
    effect: 'write',
    permission: repositoryPermissions.write,
    input: z.strictObject({
      /** The cluster that the object was read from; for the record. */
      cluster: z.string().min(1).max(63).optional(),
      /** The object as YAML, before and after the change. Only what differs is written. */
      before: manifest,
      after: manifest,
      /** `<owner>/<name>` or `<owner>/<name>/<path of the file>`; the object's annotation `kubemate.io/source` where absent, and otherwise every repository of one's own is searched. */
      source: z.string().min(3).max(700).optional(),
      title: z.string().min(1).max(300).optional(),
      body: z.string().max(20_000).default(''),
    }),
    secretFields: ['before', 'after'],
  }),
  upgrade: operationContract({
    name: 'repositories.upgrade-from-template',
    title: 'Upgrade from its template',
    summary:
      'Merges what the template of a repository gives today into its default branch, on a branch of its own, and opens a pull request. What was changed by hand stays; where both changed the same lines, the file has both, marked.',
    effect: 'write',
    permission: repositoryPermissions.write,
    input: z.strictObject({
      ...place,
      /** In place of recorded values, and for fields that the template did not have. They are recorded, so never secrets. */
      values: z.record(z.string().min(1).max(200), z.json()).optional(),
    }),
  }),
  proposeOnHost: operationContract({
    name: 'repositories.propose-on-host',
    title: 'Open a pull request on another host',
    summary:
      'Commits files to a branch of their own of a repository on another git host, and opens a pull request there.',
    effect: 'write',
    permission: repositoryPermissions.write,
    input: z.strictObject({
      repository: hostedAddressSchema,
      branch: branchSchema,
      title: z.string().min(1).max(300),
      body: z.string().max(20_000).default(''),
      files: commitFilesSchema,
    }),
  }),
  upgradeOnHost: operationContract({
    name: 'repositories.upgrade-on-host',
    title: 'Upgrade from its template, on another host',
    summary:
      'Merges what the template of a repository on another git host gives today into its default branch, on a branch of its own, and opens a pull request there.',
    effect: 'write',
    permission: repositoryPermissions.write,
    input: z.strictObject({
      repository: hostedAddressSchema,
      /** As of `upgrade-from-template`. */
      values: z.record(z.string().min(1).max(200), z.json()).optional(),
    }),
  }),
  change: operationContract({
    name: 'repositories.change',
    title: 'Change a repository',
    summary:
      'Changes the description of a repository, who sees it, and whether its default branch is protected. What is left out stays.',
    effect: 'write',
    permission: repositoryPermissions.configure,
    input: z.strictObject({
      ...place,
      description: z.string().max(500).optional(),
      visibility: visibilitySchema.optional(),
      protectDefaultBranch: z.boolean().optional(),
    }),
  }),
  deleteBranch: operationContract({
    name: 'repositories.delete-branch',
    title: 'Delete a branch',
    summary:
      'Deletes a branch of a repository, but not its default branch. With expectedHead it is a conflict where the branch has moved since.',
    effect: 'destroy',
    permission: repositoryPermissions.write,
    input: z.strictObject({
      ...place,
      branch: branchSchema,
      expectedHead: commitIdSchema.optional(),
    }),
  }),
  addWebhook: operationContract({
    name: 'repositories.add-webhook',
    title: 'Add a webhook',
    summary: 'Has a repository tell an address what happens in it, as GitHub does.',
    effect: 'write',
    permission: repositoryPermissions.configure,
    input: z.strictObject({
      ...place,
      url: webhookUrlSchema,
      events: webhookEventsSchema.default(['push']),
      /** Deliveries are signed with it: `X-Hub-Signature-256`. */
      secret: secret.optional(),
      active: z.boolean().default(true),
    }),
    secretFields: ['secret'],
  }),
  changeWebhook: operationContract({
    name: 'repositories.change-webhook',
    title: 'Change a webhook',
    summary:
      'Changes where a webhook leads, what it tells, and its secret. What is left out stays.',
    effect: 'write',
    permission: repositoryPermissions.configure,
    input: z.strictObject({
      ...place,
      webhook: webhookIdSchema,
      url: webhookUrlSchema.optional(),
      events: webhookEventsSchema.optional(),
      secret: secret.optional(),
      active: z.boolean().optional(),
    }),
    secretFields: ['secret'],
  }),
  removeWebhook: operationContract({
    name: 'repositories.remove-webhook',
    title: 'Remove a webhook',
    summary: 'Removes a webhook with its deliveries.',
    effect: 'destroy',
    permission: repositoryPermissions.configure,
    input: z.strictObject({ ...place, webhook: webhookIdSchema }),
  }),
  redeliver: operationContract({
    name: 'repositories.redeliver',
    title: 'Deliver again',
    summary: 'Sends a delivery of a webhook once more, or a ping where no delivery is named.',
    effect: 'write',
    permission: repositoryPermissions.configure,
    input: z.strictObject({
      ...place,
      webhook: webhookIdSchema,
      delivery: webhookIdSchema.optional(),
    }),
  }),
  delete: operationContract({
    name: 'repositories.delete',
    title: 'Delete a repository',
    summary: 'Deletes a repository with all its history and pull requests, for good.',
    effect: 'destroy',
    permission: repositoryPermissions.delete,
    input: z.strictObject(place),
    typed: true,
  }),
} as const;
