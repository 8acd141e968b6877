import { isError, NotFoundError, ResponseError } from '@backstage/errors';
import type { TemplateRun } from '@kubemate/plugin-template-runs-common';
import { z } from 'zod';
import type { AsPerson } from './AsPerson';

const taskSchema = z.object({
  id: z.string(),
  status: z.enum(['open', 'processing', 'completed', 'failed', 'cancelled', 'skipped']),
  createdAt: z.union([z.string(), z.number()]),
  createdBy: z.string().nullish(),
  spec: z.object({
    steps: z
      .array(z.object({ id: z.string(), name: z.string().optional(), action: z.string() }))
      .default([]),
    templateInfo: z
      .object({
        entityRef: z.string(),
        entity: z
          .object({ metadata: z.object({ name: z.string(), title: z.string().optional() }) })
          .optional(),
      })
      .optional(),
  }),
});

const eventsSchema = z.array(
  z.object({ body: z.object({ stepId: z.string().optional(), status: z.string().optional() }) }),
);

export interface RunStep {
  readonly id: string;
  readonly name: string;
  readonly action: string;
}

/** A task of the scaffolder with the steps that it came to. */
export interface Run extends TemplateRun {
  readonly steps: readonly RunStep[];
}

/**
 * As the scaffolder shows it to the person.
 * @throws NotFoundError where there is no such task for them
 */
export async function readRun(id: string, person: AsPerson): Promise<Run> {
  const task = await person
    .get('scaffolder', `/v2/tasks/${encodeURIComponent(id)}`, taskSchema)
    .catch((error: unknown) => {
      throw isHidden(error) ? new NotFoundError(`There is no run ${id}`) : error;
    });
  const events = await person.get(
    'scaffolder',
    `/v2/tasks/${encodeURIComponent(id)}/events`,
    eventsSchema,
  );
  const begun = new Set(
    events.flatMap(({ body }) =>
      body.stepId !== undefined && body.status !== 'skipped' ? [body.stepId] : [],
    ),
  );
  const { templateInfo, steps } = task.spec;
  const metadata = templateInfo?.entity?.metadata;
  const created = task.createdAt;
  return {
    id: task.id,
    status: task.status,
    createdAt: typeof created === 'number' ? created : Date.parse(isoOf(created)),
    ...(task.createdBy ? { createdBy: task.createdBy } : {}),
    ...(templateInfo ? { template: templateInfo.entityRef } : {}),
    title: metadata?.title ?? metadata?.name ?? id,
    steps: steps
      .filter(step => begun.has(step.id))
      .map(({ id: step, name = step, action }) => ({ id: step, name, action })),
  };
}

function isHidden(error: unknown): boolean {
  if (error instanceof ResponseError) return [403, 404].includes(error.statusCode);
  return isError(error) && error.name === 'NotFoundError';
}

/** SQLite's times have no zone, and are UTC. */
function isoOf(text: string): string {
  return /[zZ]|[+-]\d\d:?\d\d$/.test(text) ? text : `${text.replace(' ', 'T')}Z`;
}
