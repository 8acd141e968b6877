import type { z } from 'zod';
import type * as planSchemas from './planSchemas';
import type * as schemas from './schemas';

export type TemplateRun = z.infer<typeof schemas.templateRunSchema>;
export type UndoItem = z.infer<typeof schemas.undoItemSchema>;
export type UndoPlan = z.infer<typeof schemas.undoPlanSchema>;
export type Planned = z.infer<typeof planSchemas.plannedSchema>;
export type PlannedStep = z.infer<typeof planSchemas.plannedStepSchema>;
export type PlannedFile = z.infer<typeof planSchemas.plannedFileSchema>;
export type TemplatePlan = z.infer<typeof planSchemas.templatePlanSchema>;
