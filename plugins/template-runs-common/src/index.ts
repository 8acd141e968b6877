export { templateRunOperations } from './operations';
export {
  isPlannedOutput,
  PLANNED_FILES,
  PLANNING_ANNOTATION,
  plannedOutput,
  plannedSchema,
} from './planSchemas';
export { templateRunPermissions } from './permissions';
export { templateRunsRoutes } from './routes';
export { templateRunsOpenApi } from './templateRunsOpenApi';
export { formInWords, outputInWords, textsOf, wordsOf } from './templateWords';
export type { SayText } from './templateWords';
export { TemplateRunsClient } from './TemplateRunsClient';
export type { TemplatePlanRequest, TemplateRunsApi } from './TemplateRunsClient';
export type {
  Planned,
  PlannedFile,
  PlannedStep,
  TemplatePlan,
  TemplateRun,
  UndoItem,
  UndoPlan,
} from './types';
