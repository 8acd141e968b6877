export { templateRunOperations } from './operations';
export { templateRunPermissions } from './permissions';
export { templateRunsRoutes } from './routes';
export { templateRunsOpenApi } from './templateRunsOpenApi';
export { TemplateRunsClient } from './TemplateRunsClient';
export type { TemplateRunsApi } from './TemplateRunsClient';
export type { TemplateRun, UndoItem, UndoPlan } from './types';
