import type { z } from 'zod';
import type { accessTokenSchema } from './accessTokenSchemas';
import type * as schemas from './schemas';
import type * as webhooks from './webhookSchemas';

export type Repository = z.infer<typeof schemas.repositorySchema>;
export type RepositoryDetail = z.infer<typeof schemas.repositoryDetailSchema>;
export type Visibility = z.infer<typeof schemas.visibilitySchema>;
export type Commit = z.infer<typeof schemas.commitSchema>;
export type CommitDetail = z.infer<typeof schemas.commitDetailSchema>;
export type BranchHead = z.infer<typeof schemas.branchHeadSchema>;
export type FileEntry = z.infer<typeof schemas.fileEntrySchema>;
export type Files = z.infer<typeof schemas.filesSchema>;
export type FilesOnHost = z.infer<typeof schemas.filesOnHostSchema>;
export type PullRequest = z.infer<typeof schemas.pullRequestSchema>;
export type PullRequestDetail = z.infer<typeof schemas.pullRequestDetailSchema>;
export type ChangedFile = z.infer<typeof schemas.changedFileSchema>;
/** Files of a commit as they are parsed: `null` deletes. */
export type CommitFiles = z.output<typeof schemas.commitFilesSchema>;
export type Webhook = z.infer<typeof webhooks.webhookSchema>;
export type WebhookEvent = z.infer<typeof webhooks.webhookEventSchema>;
export type Delivery = z.infer<typeof webhooks.deliverySchema>;
export type DeliveryDetail = z.infer<typeof webhooks.deliveryDetailSchema>;
export type DeliveryEvent = z.infer<typeof webhooks.deliveryEventSchema>;

export type AccessToken = z.infer<typeof accessTokenSchema>;
