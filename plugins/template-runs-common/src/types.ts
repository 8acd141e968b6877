import type { z } from 'zod';
import type * as schemas from './schemas';

export type TemplateRun = z.infer<typeof schemas.templateRunSchema>;
export type UndoItem = z.infer<typeof schemas.undoItemSchema>;
export type UndoPlan = z.infer<typeof schemas.undoPlanSchema>;
