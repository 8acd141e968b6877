export { actingForHeaders, readActingFor } from './actingFor';
export type { ActingFor } from './actingFor';
export { GIT_SIGN_IN } from './gitSignIn';
export { repositoryOperations } from './operations';
export { repositoryPermissions } from './permissions';
export { RepositoriesClient } from './RepositoriesClient';
export type { RepositoriesApi, RepositoryPlace } from './RepositoriesClient';
export { repositoriesOpenApi } from './repositoriesOpenApi';
export { repositoriesRoutes } from './routes';
export {
  hostedRepositoryOf,
  parseRepositoryUrl,
  repositoryCloneUrl,
  repositoryUrl,
} from './repositoryUrl';
export type { RepositoryAddress } from './repositoryUrl';
export {
  filePathSchema,
  hostedAddressSchema,
  ownerNameSchema,
  repositoryNameSchema,
} from './schemas';
export { TEMPLATE_RECORD, templateRecordSchema, templateVersionSchema } from './templateRecord';
export type {
  KnownTemplate,
  TemplatedFile,
  TemplatedRepository,
  TemplatedRepositoryDetail,
  TemplateRecord,
  TemplateVersion,
} from './templateRecord';
export { ACCESS_TOKEN_SCOPES } from './accessTokenSchemas';
export { WEBHOOK_EVENTS, webhookUrlSchema } from './webhookSchemas';
export type {
  AccessToken,
  BranchHead,
  ChangedFile,
  Commit,
  CommitDetail,
  CommitFiles,
  Delivery,
  DeliveryDetail,
  DeliveryEvent,
  FileEntry,
  Files,
  FilesOnHost,
  PullRequest,
  PullRequestDetail,
  Repository,
  RepositoryDetail,
  Visibility,
  Webhook,
  WebhookEvent,
} from './types';
export { isRepositoryPhraseCode, REPOSITORY_PHRASES, sayRepository } from './phrases';
